// What all inputs of Adaptive Cards have: a label, a check, a message when the check fails.
import { el, textOf, uniqueId } from './dom.js';

/**
 * @typedef {Object} Control how one kind of input works
 * @property {HTMLElement} element the field, or the group of fields
 * @property {HTMLElement} focus what gets the focus
 * @property {function(): string} read what is filled in; '' if nothing is
 * @property {function(): (string|null)} [wrong] what is wrong with it in words, or null
 * @property {function(): boolean} [filled] whether it counts as filled in; by default if read is not ''
 * @property {boolean} [group] whether it is a group of fields, which a label cannot name
 */

/** Input is an input that an action may send. */
export class Input {
  /**
   * @param {Object} node
   * @param {Control} control
   */
  constructor(node, control) {
    this.id = textOf(node.id);
    this.node = node;
    this.control = control;
    this.message = el('div', { class: 'card-input-error', id: uniqueId(), hidden: true });
    this.label = textOf(node.label);
  }

  /** @returns {string} what an action sends */
  get value() {
    return this.control.read();
  }

  /** @returns {boolean} whether an action sends it at all */
  get isSet() {
    return this.value !== '';
  }

  /** check says below the input what is wrong with it, and reports whether it is right. */
  check() {
    const wrong = this.wrong();
    this.say(wrong);
    return wrong === null;
  }

  /** wrong is null, or why the input cannot be sent. The card's own words come first. */
  wrong() {
    const filled = this.control.filled?.() ?? this.isSet;
    const why = this.node.isRequired === true && !filled ? 'This must be filled in.' : (this.control.wrong?.() ?? null);
    return why === null ? null : textOf(this.node.errorMessage) || why;
  }

  /** @param {string|null} text */
  say(text) {
    this.message.textContent = text ?? '';
    this.message.hidden = text === null;
    this.control.focus.setAttribute('aria-invalid', String(text !== null));
    this.control.element.classList.toggle('card-invalid', text !== null);
  }
}

/**
 * drawInput puts the label above a control and the message below it, and adds the input to its card.
 *
 * @param {Object} node
 * @param {Control} control
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawInput(node, control, around) {
  const input = new Input(node, control);
  around.scope.inputs.push(input);
  const { focus } = control;
  focus.setAttribute('aria-describedby', input.message.id);
  if (node.isRequired === true) focus.setAttribute('aria-required', 'true');
  if (input.id) control.element.dataset.inputId = input.id;
  const listen = () => {
    if (!input.message.hidden) input.check(); // what is wrong is said on submit, and taken back as soon as it is right
  };
  control.element.addEventListener('input', listen);
  control.element.addEventListener('change', listen);
  return el('div', { class: 'card-input' }, label(input, control), control.element, input.message);
}

function label(input, control) {
  const { node } = input;
  const fallbackName = textOf(node.placeholder) || textOf(node.title) || input.id;
  if (!input.label) {
    if (fallbackName && !control.focus.labels?.length) control.focus.setAttribute('aria-label', fallbackName);
    return null;
  }
  const id = uniqueId();
  const star = node.isRequired === true ? el('span', { class: 'card-required', 'aria-hidden': 'true' }, ' *') : null;
  if (control.group) {
    control.element.setAttribute('role', control.element.getAttribute('role') ?? 'group');
    control.element.setAttribute('aria-labelledby', id);
    return el('div', { class: 'card-label', id }, input.label, star);
  }
  control.focus.id = uniqueId();
  return el('label', { class: 'card-label', id, for: control.focus.id }, input.label, star);
}
