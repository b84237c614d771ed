// The part of a conversation that scrolls: it stays at the newest message unless the person reads older ones, which are
// loaded when they come near the oldest.

import { h, icon } from '../dom.js';
import { walkMessages } from './rows.js';
import { note } from './tools.js';

const near = 240; // pixels from the top, from where older messages are loaded
const most = 200; // messages on the page while nobody reads older ones
const kept = 100; // of these, when there are more

export class Scroller {
  #rows;
  #loading = false;
  #top;

  /**
   * @param {import('./rows.js').Rows} rows
   * @param {{label: string, end: HTMLElement, read: () => void}} how end stands after the messages; read is called when the
   * newest are in sight
   */
  constructor(rows, { label, end, read }) {
    this.#rows = rows;
    this.read = read;
    this.#top = h('div', { class: 'top-of-list', role: 'status' });
    this.pill = h('button', { type: 'button', class: 'new-messages', hidden: true, onclick: () => this.toEnd() }, icon('chevron'), 'New messages');
    this.box = h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label, onscroll: () => this.#scrolled(), onkeydown: (event) => this.#key(event) },
      this.#top, rows.element, end);
    this.element = h('div', { class: 'scroller' }, this.box, this.pill);
    // What is drawn late, such as pictures, must not push the newest message out of sight.
    this.#sizes = new ResizeObserver(() => this.#atEnd && this.toEnd());
    this.#sizes.observe(rows.element);
    this.#sizes.observe(this.box);
  }

  #sizes;
  #atEnd = true;

  end() { this.#sizes.disconnect(); }

  get atEnd() { return this.#atEnd; }

  toEnd() {
    this.#atEnd = true;
    this.pill.hidden = true;
    this.box.scrollTop = this.box.scrollHeight;
    this.read();
  }

  /** Is to be called after messages were drawn. */
  drawn(kind, mine) {
    if (kind !== 'added') {
      if (this.#atEnd) this.toEnd();
      return;
    }
    if (this.#atEnd || mine) {
      if (this.#rows.feed.messages.length > most) this.#rows.forget(this.#rows.feed.messages.length - kept);
      this.toEnd();
    } else {
      this.pill.hidden = false;
    }
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < 40;
    if (this.#atEnd && !this.pill.hidden) this.toEnd();
    if (scrollTop < near) this.#older();
  }

  async #older() {
    if (this.#loading || !this.#rows.feed.more) return;
    this.#loading = true;
    this.#top.textContent = 'Loading older messages…';
    const first = this.#rows.element.firstElementChild;
    let at = 0;
    try {
      await this.#rows.feed.older(() => { at = first.getBoundingClientRect().top; });
      this.#top.replaceChildren();
      this.box.scrollTop += first.getBoundingClientRect().top - at; // what was in sight stays where it was
    } catch (err) {
      this.#top.replaceChildren(note(err.message));
    }
    this.#loading = false;
  }

  // From the list itself, the arrow keys go to the messages.
  #key(event) {
    if (event.target === this.box && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      [...this.box.querySelectorAll('.message')].at(-1)?.focus();
      return;
    }
    walkMessages(event);
  }
}
