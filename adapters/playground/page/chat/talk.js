// One conversation as one person has it open: its messages, and the box to write in.

import { h, fill, iconButton } from '../dom.js';
import { renderSuggestedActions } from '../cards/index.js';
import { post } from '../api.js';
import { composer } from './composer.js';
import { hostFor } from '../dialogs/index.js';
import { Feed } from './feed.js';
import { MessageView } from './message.js';
import { NoticeView } from './notice.js';
import { isIn, titleOf } from './places.js';
import { Rows } from './rows.js';
import { Scroller } from './scroll.js';
import { editLast, ThreadView } from './thread.js';
import { note } from './tools.js';
import { Typing } from './typing.js';

export class Talk {
  #ends = [];
  #notice = h('div', { class: 'notice' });
  #info = h('div', { class: 'info' });
  #suggested = h('div', { class: 'suggested' });
  #suggesting = '';

  /**
   * @param {{store: object, person: object, problems: object, unread: object}} around
   * @param {object} place see conversation in read.go
   */
  constructor(around, place) {
    Object.assign(this, around, { place });
    const { store, person } = this;
    this.feed = new Feed(store, person, place.id);
    const channel = place.type === 'channel';
    const title = titleOf(store, place);
    this.typing = new Typing(around, place.id);
    const fed = { ...around, feed: this.feed };
    this.rows = new Rows(this.feed, (message) => (message.notice ? new NoticeView(person, message) : channel ? new ThreadView(fed, message) : new MessageView(fed, message)), {
      label: `Messages of ${title}`, log: true, changed: (kind, messages) => this.#drawn(kind, messages),
    });
    this.scroller = new Scroller(this.rows, { label: `Conversation ${title}`, end: this.typing.element, read: () => this.#read() });
    this.composer = composer({
      ...around, conversation: place.id, label: channel ? `New post in ${title}` : `Message to ${title}`,
      placeholder: channel ? 'Start a post' : 'Type a message', editLast: () => editLast(this.rows),
    });
    this.element = h('div', { class: channel ? 'talk channel' : 'talk' }, this.scroller.element, this.#info, this.#notice, this.#suggested, this.composer.element);
    this.element.addEventListener('edited', () => this.composer.focus());
    this.#ends.push(
      store.on('entries', (entries) => this.#take(entries)),
      store.on('state', () => this.#tellOfPlace()),
      this.problems.on((ids, places) => this.#problems(ids, places)),
      this.signOn.on((id) => this.rows.view(id)?.update(this.feed.message(id))),
    );
    const looks = () => { if (this.scroller.atEnd) this.#read(); };
    document.addEventListener('visibilitychange', looks); // what came while another tab was in front is read now
    this.#ends.push(() => document.removeEventListener('visibilitychange', looks));
    this.#tellOfPlace();
    this.#load();
  }

  async #load() {
    try {
      await this.feed.load();
    } catch (err) {
      fill(this.#notice, note(err.message), h('button', { type: 'button', class: 'link', onclick: () => { fill(this.#notice); this.#load(); } }, 'Try again'));
    }
  }

  end() {
    for (const end of this.#ends) end();
    this.typing.end();
    this.scroller.end();
  }

  focus() { this.composer.focus(); }

  #take(entries) {
    this.feed.take(entries);
    if (this.place.type === 'channel') for (const thread of this.#threads()) thread.take(entries);
    this.typing.take(entries);
    this.#last = entries.findLast((one) => one.kind === 'posted' && this.store.conversation(one.conversation ?? '')?.id === this.place.id)?.activity.id ?? this.#last;
    if (this.scroller.atEnd) this.#read();
  }

  #threads() { return this.rows.views().filter((one) => one instanceof ThreadView); }

  #last = ''; // the newest message, in threads too

  #drawn(kind, messages) {
    this.scroller.drawn(kind, messages.at(-1)?.activity.from?.id === this.person.id);
    this.#suggest();
    if (kind !== 'older' || this.element.dataset.loaded) return;
    this.element.dataset.loaded = 'true';
    performance.mark('messages drawn'); // for who measures
  }

  #read() {
    if (document.visibilityState === 'hidden') return;
    const newest = this.feed.messages.at(-1);
    const ids = [this.#last, newest?.id ?? '', ...(this.feed.messages.flatMap((one) => one.thread?.at(-1)?.activity.id ?? []))];
    this.unread.read(this.person.id, this.place.id, ids.reduce((a, b) => (a > b ? a : b)));
  }

  // Suggested actions are those of the newest message, if the bot said it, and go once anything else is said.
  #suggest() {
    const newest = this.feed.messages.findLast((one) => !one.notice);
    const { suggestedActions } = newest?.deleted ? {} : newest?.activity ?? {};
    const to = suggestedActions?.to ?? [];
    const mine = suggestedActions?.actions?.length && (!to.length || to.includes(this.person.id)) && newest.activity.from?.id === this.store.state.bot.id;
    const now = mine ? `${newest.id} ${JSON.stringify(suggestedActions)}` : '';
    if (now === this.#suggesting) return;
    this.#suggesting = now;
    const focused = this.#suggested.contains(document.activeElement);
    const host = hostFor(this.store, { person: this.person, conversation: this.place.id, suggested: true });
    fill(this.#suggested, mine && renderSuggestedActions(suggestedActions, host));
    if (focused && !mine) this.composer.focus();
  }

  #problems(ids, places) {
    if (this.place.type === 'channel') for (const thread of this.#threads()) thread.showProblems(ids);
    else for (const id of ids) this.rows.view(id)?.showProblem();
    const refused = places.findLast((one) => one.place === this.place.id && Date.now() - Date.parse(one.time) < 60_000);
    if (refused) fill(this.#notice, note(refused.text), iconButton('close', 'Dismiss', () => { fill(this.#notice); this.composer.focus(); }));
  }

  // What keeps the bot and the person from talking here.
  #tellOfPlace() {
    this.place = this.store.conversation(this.place.id) ?? this.place;
    const { archived, deleted, installed, type } = this.place;
    const gone = deleted || !isIn(this.person, this.place);
    this.composer.element.hidden = gone; // what was written stays in it
    this.composer.look();
    for (const thread of this.#threads()) thread.look();
    const blocked = type === 'personal' && this.store.person(this.person.id)?.blocked;
    fill(this.#info, deleted && note('This conversation was deleted.', 'plain-note'),
      gone && !deleted && note(`${this.person.name} is not in ${titleOf(this.store, this.place)} any more.`, 'plain-note'),
      archived && note('The team is archived.', 'plain-note'),
      !installed && !gone && note('The bot is not installed here: it hears nothing, and cannot speak.', 'plain-note'),
      blocked && note(`${this.person.name} blocks the bot: what it says here is refused.`, 'plain-note'));
  }

  /** Tells the bot that the person has read everything, as Teams does for bots that may know. */
  async sendReceipt() {
    try {
      await post('acts', { do: 'read', person: this.person.id, conversation: this.place.id });
      this.composer.say('The bot is told that everything is read.', 'done');
    } catch (err) {
      this.composer.say(err.message);
    }
  }
}
