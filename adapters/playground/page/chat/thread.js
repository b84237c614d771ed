// A thread of a channel: the message that began it, the newest replies, and a box for another.

import { h, fill, icon } from '../dom.js';
import { composer, hasDraft } from './composer.js';
import { Feed } from './feed.js';
import { MessageView } from './message.js';
import { Rows } from './rows.js';
import { note } from './tools.js';

export class ThreadView {
  #box = null;

  /**
   * @param {{store: object, person: object, problems: object, feed: Feed}} around the feed is that of the channel
   * @param {import('./feed.js').Message} message that began the thread
   */
  constructor(around, message) {
    this.around = around;
    this.root = new MessageView(around, message);
    this.message = message;
    this.conversation = message.activity.conversation.id;
    this.feed = new Feed(around.store, around.person, this.conversation);
    this.feed.startWith(message);
    this.replies = new Rows(this.feed, (one) => new MessageView({ ...around, feed: this.feed }, one), {
      label: `Replies to ${this.root.name}`, changed: () => this.#tell(),
    });
    this.#more = h('button', { type: 'button', class: 'link more-replies', onclick: () => this.#older() }, 'Show earlier replies');
    this.#foot = h('div', { class: 'thread-foot' });
    this.#status = h('div', {});
    this.element = h('li', { class: 'post', dataset: { root: message.id } },
      h('div', { class: 'post-card' }, h('ol', { class: 'rows root' }, this.root.element), this.#more, this.#status, this.replies.element, this.#foot));
    this.replies.draw();
    if (hasDraft(around.person, this.conversation)) this.#openBox();
    else this.#closeBox();
  }

  #more;
  #foot;
  #status;

  get time() { return this.root.time; }

  get mine() { return this.root.mine; }

  edit() { this.root.edit(); }

  update(message) {
    this.message = message;
    this.root.update(message);
  }

  follow(before, dayText) { this.root.follow(undefined, dayText); }

  take(entries) { this.feed.take(entries); }

  /** Looks again whether the bot is there. */
  look() { this.#box?.look(); }

  /** Says below the messages with these ids what went wrong with them. */
  showProblems(ids) {
    if (ids.includes(this.message.id)) this.root.showProblem();
    for (const id of ids) this.replies.view(id)?.showProblem();
  }

  #tell() { this.#more.hidden = !this.feed.more; }

  async #older() {
    try {
      fill(this.#status);
      await this.feed.older();
    } catch (err) {
      fill(this.#status, note(err.message));
    }
  }

  #closeBox() {
    this.#box = null;
    const button = h('button', { type: 'button', class: 'link reply', onclick: () => this.reply() }, icon('reply'), 'Reply');
    fill(this.#foot, button);
    return button;
  }

  /** Opens the box for a reply. */
  reply() {
    if (!this.#box) this.#openBox();
    this.#box.focus();
  }

  #openBox() {
    this.#box = composer({
      ...this.around, conversation: this.conversation, label: `Reply to ${this.root.name}`, placeholder: 'Reply',
      editLast: () => editLast(this.replies, this.root),
      escape: () => this.#closeBox().focus(),
    });
    fill(this.#foot, this.#box.element);
  }
}

/**
 * Has the person edit the newest message of theirs.
 *
 * @returns {boolean} whether there is one
 */
export function editLast(rows, ...others) {
  const view = [...others, ...rows.views()].findLast((one) => one?.mine && !one.message.deleted);
  view?.edit();
  return Boolean(view);
}
