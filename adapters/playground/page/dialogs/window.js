// Windows over the page: <dialog> elements, which keep the focus inside, and close with Escape.

import { h, fill, iconButton, newID } from '../dom.js';
import { jsonDetails } from '../cards/notdrawn.js';

// Where the focus was last, outside of windows: a button that is disabled while the bot is asked loses it.
let last = null;
addEventListener('focusin', ({ target }) => {
  if (!target.closest('dialog')) last = target;
});

export class Window {
  #problem = h('div', { class: 'surface-problem', role: 'alert', hidden: true });
  #title = h('h2', { id: newID() });
  #who = h('p', { class: 'surface-who' });
  #closed;

  /** What stands in it. */
  body = h('div', { class: 'surface-body' });
  /** The buttons below. */
  foot = h('div', { class: 'surface-foot', hidden: true });
  /** Ends when it is closed. */
  closed = new Promise((done) => { this.#closed = done; });

  /**
   * @param {string} title
   * @param {object} person whose window it is: several people may have one
   */
  constructor(title, person) {
    this.title = title;
    this.#who.textContent = title.includes(person.name) ? '' : person.name;
    this.element = h('dialog', { class: 'surface', 'aria-labelledby': this.#title.id, onclose: () => this.#end() },
      h('header', { class: 'surface-head' }, h('div', {}, this.#title, this.#who), iconButton('close', 'Close', () => this.close())),
      this.body, this.#problem, this.foot);
    document.body.append(this.element);
    this.element.showModal();
  }

  set title(text) { this.#title.textContent = text || 'Dialog'; }

  get open() { return this.element.open; }

  /** Shows elements in place of what is in it, with the buttons below, and puts the focus on the first field. */
  show(content, buttons = []) {
    this.problem('');
    fill(this.body, content);
    fill(this.foot, buttons);
    this.foot.hidden = !this.foot.childElementCount;
    const find = (selector) => this.element.querySelector(selector);
    (find('[autofocus]') ?? find('.surface-body :is(input, textarea, select, iframe):not([readonly])') ?? find('.surface-foot .accent') ?? find('.surface-body button') ?? this.element).focus();
    return this;
  }

  /** Sizes what is in it, in pixels; a height of 0 is as high as that is. */
  size(width, height) {
    this.element.style.width = `${width}px`;
    this.body.style.height = height ? `${height}px` : '';
    return this;
  }

  /** Says what went wrong; '' when nothing is wrong any more. */
  problem(text) {
    this.#problem.textContent = text;
    this.#problem.hidden = !text;
  }

  /** Runs a task whose failure is said here; the button is disabled meanwhile. */
  async run(button, task) {
    this.problem('');
    if (button) button.disabled = true;
    try {
      return await task();
    } catch (err) {
      this.problem(err.message);
      return undefined;
    } finally {
      if (button) button.disabled = false;
    }
  }

  close() { this.element.close(); }

  #end() {
    this.element.remove();
    if (document.activeElement === document.body && last?.isConnected) last.focus({ preventScroll: true });
    this.#closed();
  }
}

/** A button of a window. */
export function button(text, onclick, kind = 'button') {
  return h('button', { type: 'button', class: kind, onclick: (event) => onclick(event.currentTarget) }, text);
}

/**
 * A field with its label.
 *
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint] below it
 */
export function field(label, control, hint) {
  control.id ||= newID();
  const told = hint && h('p', { class: 'surface-hint', id: newID() }, hint);
  if (told) control.setAttribute('aria-describedby', told.id);
  return h('div', { class: 'surface-field' }, h('label', { for: control.id }, label), control, told);
}

export const input = (props = {}) => h('input', { class: 'surface-input', type: 'text', autocomplete: 'off', spellcheck: false, ...props });

/** A form whose submission runs a task; the first button of type submit is disabled meanwhile. */
export function form(window, task, ...children) {
  return h('form', {
    class: 'surface-form',
    onsubmit: (event) => {
      event.preventDefault();
      window.run(event.submitter, () => task(event.submitter));
    },
  }, children);
}

export const submit = (text, kind = 'accent') => h('button', { type: 'submit', class: kind }, text);

/** Shows a text, with JSON to look at. */
export function tell(window, text, json) {
  return window.show([h('p', { class: 'surface-text' }, text), json !== undefined && json !== null && jsonDetails('What the bot answered', json)],
    [button('Close', () => window.close(), 'accent')]);
}

let shown = null;

/** Says something in passing, over everything else. */
export function toast(text, person) {
  shown?.remove();
  const element = h('div', { class: 'toast', role: 'status', popover: 'manual' }, h('span', { class: 'toast-who' }, person.name), ' ', h('span', {}, text));
  shown = element;
  document.body.append(element);
  element.showPopover();
  setTimeout(() => element.remove(), 8000);
}
