// A list of messages on the page that follows a feed: only what was added or changed is drawn.

import { h } from '../dom.js';
import { dayOf } from './time.js';

/**
 * @typedef {object} View what is drawn of a message: a MessageView, or a ThreadView
 * @property {HTMLElement} element
 * @property {import('./feed.js').Message} message
 * @property {Date} time
 * @property {(message: object) => void} update
 * @property {(before: View|undefined, dayText: string) => void} follow
 */

export class Rows {
  #views = new Map();

  /**
   * @param {import('./feed.js').Feed} feed
   * @param {(message: object) => View} make
   * @param {{label: string, log?: boolean, changed?: (kind: string, messages: object[]) => void}} how changed is called after drawing
   */
  constructor(feed, make, { label, log = false, changed = () => {} }) {
    Object.assign(this, { feed, make, changed });
    this.element = h('ol', { class: 'rows', 'aria-label': label, ...(log && { role: 'log' }) });
    feed.onchange = (kind, messages) => this.#take(kind, messages);
  }

  /** What is drawn, the oldest first. @returns {View[]} */
  views() { return this.feed.messages.map((one) => this.#views.get(one.id)).filter(Boolean); }

  view(id) { return this.#views.get(id); }

  /** Draws what a feed has already. */
  draw() { this.#take('older', this.feed.messages); }

  /** Takes the oldest messages off the page and out of the feed. */
  forget(count) {
    for (const { id } of this.feed.forget(count)) {
      this.#views.get(id)?.element.remove();
      this.#views.delete(id);
    }
    this.#follow(this.feed.messages[0]);
  }

  #take(kind, messages) {
    if (kind === 'changed') {
      for (const one of messages) this.#views.get(one.id)?.update(one);
    } else {
      this.#add(messages);
    }
    this.changed(kind, messages);
  }

  // Adds messages that stand beside each other, nearly always: a page of older ones, or the newest.
  #add(messages) {
    const fresh = messages.filter((one) => !this.#views.has(one.id));
    if (!fresh.length) return;
    for (const one of fresh) this.#views.set(one.id, this.make(one));
    const after = this.#after(fresh.at(-1).id);
    if (this.#after(fresh[0].id)?.id === after?.id || !after) {
      const part = document.createDocumentFragment();
      part.append(...fresh.map((one) => this.#views.get(one.id).element));
      this.element.insertBefore(part, after ? this.#views.get(after.id).element : null);
    } else {
      this.element.append(...this.feed.messages.filter((one) => this.#views.has(one.id)).map((one) => this.#views.get(one.id).element));
    }
    for (const one of [...fresh, after]) this.#follow(one);
    this.#settle(fresh.map((one) => this.#views.get(one.id).element));
  }

  // After two frames the browser knows the sizes, and need not draw what is off screen; see message.css.
  #settle(elements) {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const one of elements) one.dataset.settled = '';
    }));
  }

  // The next message that is on the page.
  #after(id) {
    const { messages } = this.feed;
    for (let i = this.#at(id) + 1; i < messages.length; i += 1) {
      if (this.#views.get(messages[i].id)?.element.isConnected && this.#views.get(messages[i].id).element.parentElement === this.element) return messages[i];
    }
    return undefined;
  }

  #at(id) {
    const { messages } = this.feed;
    if (messages.at(-1)?.id === id) return messages.length - 1;
    return messages.findIndex((one) => one.id === id);
  }

  #follow(message) {
    const view = message && this.#views.get(message.id);
    if (!view) return;
    const before = this.#views.get(this.feed.messages[this.#at(message.id) - 1]?.id);
    const day = dayOf(this.feed.person, view.time);
    view.follow(before, before && dayOf(this.feed.person, before.time) === day ? '' : day);
  }
}

/** Moves the focus between messages with the arrow keys. */
export function walkMessages(event) {
  if (!event.target.classList.contains('message')) return;
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (!step) return;
  const all = [...event.currentTarget.querySelectorAll('.message')];
  const to = all[Math.min(Math.max(all.indexOf(event.target) + step, 0), all.length - 1)];
  event.preventDefault();
  to.focus();
  to.scrollIntoView({ block: 'nearest' });
}
