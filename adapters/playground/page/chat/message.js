// One message on the page. When it changes, only the parts of it that did are drawn again.

import { h, fill } from '../dom.js';
import { post } from '../api.js';
import { labelsOf, sourcesOf } from './ai.js';
import { avatar } from './avatar.js';
import { editor } from './composer.js';
import { feedbackOf, hostFor, isSilent } from '../dialogs/index.js';
import { attachmentsOf, textOf } from './text.js';
import { fullTimeOf, timeOf } from './time.js';
import { note, reactionsOf, toolbar } from './tools.js';

export class MessageView {
  #parts = {};
  #drawn = ''; // what the body shows
  #editing = false;

  /**
   * @param {{store: object, person: object, problems: import('./problems.js').Problems, feed: import('./feed.js').Feed}} around
   * @param {import('./feed.js').Message} message
   */
  constructor(around, message) {
    Object.assign(this, around, { message });
    this.problems.learn(message.id, message.problem);
    const { from } = message.activity;
    const bot = this.bot;
    this.time = new Date(message.posted ?? message.activity.timestamp ?? Date.now());
    this.name = from?.name || this.store.person(from?.id)?.name || (bot ? this.store.state.bot.name : 'Someone');
    const p = this.#parts;
    p.day = h('div', { class: 'day', hidden: true });
    p.flags = h('span', { class: 'flags' });
    p.body = h('div', { class: 'body' });
    p.reactions = h('div', { class: 'reactions', role: 'group', 'aria-label': 'Reactions', hidden: true });
    p.notes = h('div', { class: 'notes' });
    p.bubble = h('div', { class: 'bubble' },
      h('div', { class: 'meta' },
        h('span', { class: 'author' }, this.name),
        bot && h('span', { class: 'badge' }, 'Bot'),
        h('time', { datetime: this.time.toISOString(), title: fullTimeOf(this.person, this.time) }, timeOf(this.person, this.time)),
        p.flags),
      p.body);
    this.element = h('li', {
      class: `message ${this.mine ? 'mine' : 'theirs'}${bot ? ' of-bot' : ''}`, tabindex: '-1', dataset: { id: message.id },
      onpointerenter: () => this.#showTools(), onfocusin: (event) => this.#focusin(event), onfocusout: (event) => { if (!event.target.disabled) this.#focused = null; }, onkeydown: (event) => this.#key(event),
    }, p.day, h('div', { class: 'message-row' }, avatar(this.name, bot), h('div', { class: 'column' }, p.bubble, p.reactions, p.notes)));
    this.element.view = this;
    this.update(message);
  }

  get mine() { return this.message.activity.from?.id === this.person.id; }

  get bot() { return this.message.activity.from?.id === this.store.state.bot.id; }

  get conversation() { return this.message.activity.conversation.id; }

  /** Draws what is different now. */
  update(message) {
    this.message = message;
    const { activity } = message;
    fill(this.#parts.flags,
      message.edited && !message.deleted && h('span', { class: 'flag' }, 'Edited'),
      message.only && h('span', { class: 'flag only' }, 'Only you can see this message'),
      this.bot && !message.deleted && labelsOf(activity));
    this.#tellOf(activity);
    const now = JSON.stringify([message.deleted, activity.text, activity.attachments, activity.entities, activity.attachmentLayout, this.signOn.of(message.id)]);
    if (now !== this.#drawn && !this.#editing) {
      this.#drawn = now;
      this.#drawBody();
    }
    this.#keepingFocus(this.#parts.reactions, () => fill(this.#parts.reactions, reactionsOf(this)));
    this.#parts.reactions.hidden = !message.reactions?.length;
    if (this.element.classList.toggle('deleted', Boolean(message.deleted)) !== this.#wasDeleted) this.#changeTools();
    this.showProblem();
  }

  #tellOf(activity) {
    const said = this.message.deleted ? 'deleted' : (activity.text ?? activity.attachments?.map((one) => one.name ?? 'a card').join(', ') ?? '');
    this.element.setAttribute('aria-label', `${this.name}, ${timeOf(this.person, this.time)}: ${said}`);
  }

  #drawBody() {
    const { activity, deleted } = this.message;
    const { signedIn, problem } = this.signOn.of(this.message.id) ?? {};
    const attachments = signedIn ? activity.attachments?.filter((one) => !isSilent(one)) : activity.attachments;
    this.#keepingFocus(this.#parts.body, () => fill(this.#parts.body, deleted
      ? h('span', { class: 'gone' }, 'This message has been deleted.')
      : [textOf(activity), this.bot && sourcesOf(activity), attachmentsOf(attachments, {
        layout: activity.attachmentLayout, serviceUrl: this.store.state.serviceUrl, host: hostFor(this.store, this),
      }), !activity.text && !activity.attachments?.length && h('span', { class: 'gone' }, 'This message has neither text nor attachments.'),
      signedIn && h('span', { class: 'gone' }, `Signed in to ${signedIn} silently: Teams does not show this card.`),
      problem && note(`Single sign-on failed, so Teams shows the card. ${problem}`), this.bot && feedbackOf(this)]));
  }

  /** Shows the card that the bot answered with, which this person sees in place of the one that was pressed. */
  async answered() {
    this.refreshed();
    await this.feed.refresh(this.message.id);
  }

  // A card refreshes itself once for each version of the message, and not because it was refreshed. If the bot edits the message
  // because it is asked for the card, that would go on for ever, as it does in Teams.
  #refreshed = -1;
  #drawnAt = []; // when there was a card that may refresh itself, of late
  #goesRound = '';

  mayRefresh() {
    if (this.#refreshed === (this.message.version ?? 0)) return false;
    const now = Date.now();
    this.#drawnAt = this.#drawnAt.filter((at) => now - at < 60_000);
    const tooOften = this.#drawnAt.length >= 30;
    this.#goesRound = tooOften ? 'This was edited 30 times within a minute, so its card does not refresh itself now. Does the bot edit the message when it is asked to refresh the card? In Teams, that goes round for ever.' : '';
    if (!tooOften) this.#drawnAt.push(now);
    return !tooOften;
  }

  refreshed() { this.#refreshed = this.message.version ?? 0; }

  #focused = null;

  #focusin(event) {
    this.#focused = event.target;
    this.#showTools();
  }

  // What had the focus may be drawn again: what stands in its place gets it then. A button that is disabled while the bot is
  // asked has lost it without a word.
  #keepingFocus(part, draw) {
    const had = document.activeElement === document.body ? this.#focused : document.activeElement;
    const before = part.contains(had) ? focusable(part) : [];
    const at = before.indexOf(had);
    const { focus } = at >= 0 ? had.dataset : {};
    draw();
    if (at < 0) return;
    const after = focusable(part);
    const same = focus ? after.find((one) => one.dataset.focus === focus) : after[at];
    (same ?? this.element).focus({ preventScroll: true });
  }

  /** Says below the message what went wrong with it. */
  showProblem(text = this.problems.of(this.message.id) || (this.bot && this.#goesRound)) {
    fill(this.#parts.notes, text && note(text));
  }

  /** Sets what depends on the message before: the line of a new day, and whether the author is named again. */
  follow(before, dayText) {
    this.#parts.day.hidden = !dayText;
    this.#parts.day.textContent = dayText;
    const soon = before && this.time - before.time < 5 * 60_000;
    this.element.classList.toggle('follows', Boolean(soon && !dayText && before.message.activity.from?.id === this.message.activity.from?.id
      && !this.message.only && !before.message.only));
  }

  #tools = null;
  #wasDeleted = false;

  #changeTools() {
    this.#wasDeleted = Boolean(this.message.deleted);
    if (!this.#tools) return;
    const focused = this.#tools.contains(document.activeElement);
    const fresh = toolbar(this);
    this.#tools.replaceWith(fresh);
    this.#tools = fresh;
    if (focused) this.element.focus({ preventScroll: true });
  }

  // Hundreds of toolbars that nobody uses would only cost time.
  #showTools() {
    if (this.#tools) return;
    this.#tools = toolbar(this);
    this.#parts.bubble.append(this.#tools);
  }

  #key(event) {
    if (event.key === 'Escape' && this.#tools?.contains(event.target)) this.element.focus();
    if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = { e: () => this.mine && this.edit(), r: () => this.#tools?.querySelector('button')?.focus(), Delete: () => this.mine && this.act('delete') }[event.key];
    if (!does || this.#editing) return;
    event.preventDefault();
    does();
  }

  /** Does something with the message, and says here why it cannot be done. */
  async act(what, more = {}) {
    try {
      this.showProblem('');
      await post('acts', { do: what, person: this.person.id, conversation: this.conversation, message: this.message.id, ...more });
    } catch (err) {
      this.showProblem(err.message);
    }
  }

  /** Puts the person's reaction on, or takes it off. */
  react(reaction) {
    const on = this.message.reactions?.some((one) => one.type === reaction && one.who === this.person.name && !one.bot);
    return this.act(on ? 'unreact' : 'react', { reaction });
  }

  /** Has the person write the message again, in its place. */
  edit() {
    if (this.#editing || this.message.deleted) return;
    this.#editing = true;
    this.element.classList.add('editing');
    const done = () => {
      const focused = document.activeElement === document.body || this.element.contains(document.activeElement);
      this.#editing = false;
      this.element.classList.remove('editing');
      this.#drawn = '';
      this.update(this.message);
      if (!focused) return; // who writes elsewhere goes on there
      this.element.focus();
      this.element.dispatchEvent(new CustomEvent('edited', { bubbles: true }));
    };
    const form = editor({ store: this.store, person: this.person, conversation: this.conversation, activity: this.message.activity, messageID: this.message.id, done });
    fill(this.#parts.body, form.element);
    form.focus();
  }
}

function focusable(part) {
  return [...part.querySelectorAll('button, a[href], input, select, textarea, [tabindex]')];
}
