// A list of many lines, of which only those exist that can be seen. One or a range of them is selected.

import { h } from '../dom.js';

const height = 26; // of a line, in pixels; as in inspector.css
const around = 8; // lines above and below those that can be seen

export class List {
  #items = [];
  #first = 0;
  #last = -1; // of the lines that exist
  #at = null; // the item that the keyboard is at
  #anchor = null; // the other end of the range
  #frame = 0;

  /**
   * @param {string} label
   * @param {(item: any) => (Node|string)[]} draw the cells of a line
   * @param {() => void} chosen is called when another range is selected
   * @param {() => void} top is called when somebody scrolls near to the first line
   */
  constructor(label, draw, chosen, top) {
    Object.assign(this, { draw, chosen });
    this.space = h('div', { class: 'inspector-space', role: 'presentation' });
    this.element = h('div', {
      class: 'inspector-list', role: 'listbox', tabindex: '0', 'aria-label': label, 'aria-multiselectable': 'true',
      onscroll: () => {
        this.#soon();
        if (this.element.scrollTop < around * height) top();
      }, onkeydown: (event) => this.#key(event), onclick: (event) => this.#click(event),
    }, this.space);
    new ResizeObserver(() => this.#soon()).observe(this.element);
  }

  /** Shows other items; the selection stays, as far as its items do, and so does what is in sight. At the end, it stays at the end. */
  show(items) {
    const { scrollTop } = this.element;
    const atEnd = scrollTop + this.element.clientHeight >= this.space.clientHeight - height;
    const seen = this.#items[Math.floor(scrollTop / height)];
    this.#items = items;
    if (this.#at && !items.includes(this.#at)) this.#at = this.#anchor = null;
    if (this.#anchor && !items.includes(this.#anchor)) this.#anchor = this.#at;
    this.space.style.height = `${items.length * height}px`;
    const at = items.indexOf(seen);
    if (atEnd) this.element.scrollTop = items.length * height;
    else if (at >= 0) this.element.scrollTop = at * height + scrollTop % height;
    this.#soon();
  }

  /** The item that the keyboard is at. */
  get current() { return this.#at; }

  /** The items of the range. */
  get selected() {
    const [from, to] = this.#range();
    return from < 0 ? [] : this.#items.slice(from, to + 1);
  }

  #range() {
    if (!this.#at) return [-1, -1];
    const a = this.#items.indexOf(this.#at);
    const b = this.#items.indexOf(this.#anchor ?? this.#at);
    return [Math.min(a, b), Math.max(a, b)];
  }

  #soon() {
    if (!this.#frame) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#render();
      });
    }
  }

  #render() {
    const { scrollTop, clientHeight } = this.element;
    this.#first = Math.max(0, Math.floor(scrollTop / height) - around);
    this.#last = Math.min(this.#items.length, Math.ceil((scrollTop + clientHeight) / height) + around);
    const [from, to] = this.#range();
    const lines = [];
    for (let i = this.#first; i < this.#last; i += 1) {
      const line = h('div', {
        class: `inspector-line${this.#items[i].failed ? ' failed' : ''}`, role: 'option', id: `inspector-line-${i}`, dataset: { at: i },
        'aria-selected': String(i >= from && i <= to), 'aria-setsize': this.#items.length, 'aria-posinset': i + 1,
      }, this.draw(this.#items[i]));
      line.style.top = `${i * height}px`;
      lines.push(line);
    }
    this.space.replaceChildren(...lines);
    const at = this.#at ? this.#items.indexOf(this.#at) : -1;
    if (at >= this.#first && at < this.#last) this.element.setAttribute('aria-activedescendant', `inspector-line-${at}`);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #click(event) {
    // By the place, not by the element: that may be drawn again between the button's going down and up.
    const at = Math.floor((event.clientY - this.space.getBoundingClientRect().top) / height);
    if (at >= 0 && at < this.#items.length) this.#go(at, event.shiftKey);
  }

  #key(event) {
    const at = this.#at ? this.#items.indexOf(this.#at) : -1;
    const page = Math.max(1, Math.floor(this.element.clientHeight / height) - 1);
    const end = this.#items.length - 1;
    if ((event.ctrlKey || event.metaKey) && event.key === 'a' && end >= 0) {
      event.preventDefault();
      this.#anchor = this.#items[0];
      this.#go(end, true);
      return;
    }
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? end : at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: end }[event.key];
    if (to === undefined || end < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#go(Math.min(Math.max(to, 0), end), event.shiftKey);
  }

  #go(i, extend) {
    this.#at = this.#items[i];
    if (!extend || !this.#anchor) this.#anchor = this.#at;
    const top = i * height;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + height > scrollTop + clientHeight) this.element.scrollTop = top + height - clientHeight;
    this.#soon();
    this.chosen();
  }
}
