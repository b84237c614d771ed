// Inputs that are typed: text, numbers, dates and times.
import { actionButton } from './actionbutton.js';
import { el, isObject, oneOf, textOf } from './dom.js';
import { drawInput } from './input.js';

const maxRegexText = 10_000; // characters of a text that a card's expression is tried on

/**
 * drawText draws https://adaptivecards.io/explorer/Input.Text.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawText(node, around) {
  const style = oneOf(node.style, ['email', 'tel', 'url', 'password']);
  const field = node.isMultiline === true && style !== 'password'
    ? el('textarea', { class: 'card-field', rows: '3' })
    : el('input', { class: 'card-field', type: style || 'text', autocomplete: style === 'password' ? 'off' : undefined });
  if (node.maxLength > 0) field.maxLength = Math.floor(node.maxLength);
  field.placeholder = textOf(node.placeholder);
  field.value = textOf(node.value);
  const element = drawInput(node, { element: field, focus: field, read: () => field.value, wrong: () => mismatch(node.regex, field.value) }, around);
  if (isObject(node.inlineAction)) beside(element, field, node.inlineAction, around);
  return element;
}

/** beside puts the button of an inline action beside its field. Enter presses it, since the field has no other use for that. */
function beside(element, field, action, around) {
  const button = actionButton({ ...action, title: textOf(action.title) || 'Send' }, around);
  button.classList.add('card-inline-action');
  const row = el('div', { class: 'card-input-row' });
  field.replaceWith(row);
  row.append(field, button);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (field.tagName === 'INPUT' || event.ctrlKey)) {
      event.preventDefault();
      button.click();
    }
  });
}

function mismatch(regex, value) {
  if (value === '' || textOf(regex) === '') return null;
  try {
    return new RegExp(regex).test(value.slice(0, maxRegexText)) ? null : `This does not match ${regex}.`;
  } catch (err) {
    return `The card's regular expression cannot be read: ${err.message}`;
  }
}

/**
 * drawNumber draws https://adaptivecards.io/explorer/Input.Number.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawNumber(node, around) {
  const field = el('input', { class: 'card-field', type: 'number', step: 'any', placeholder: textOf(node.placeholder) });
  limits(field, node);
  field.value = textOf(node.value);
  const read = () => (Number.isNaN(field.valueAsNumber) ? '' : String(field.valueAsNumber));
  const wrong = () => (field.validity.badInput ? 'This is no number.' : outside(field.valueAsNumber, node, Number));
  return drawInput(node, { element: field, focus: field, read, wrong }, around);
}

/**
 * drawDate draws https://adaptivecards.io/explorer/Input.Date.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawDate(node, around) {
  return drawMoment('date', node, around);
}

/**
 * drawTime draws https://adaptivecards.io/explorer/Input.Time.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawTime(node, around) {
  return drawMoment('time', node, around);
}

/** drawMoment: dates and times of cards are texts that sort as what they mean, such as 2026-11-21 and 19:30. */
function drawMoment(type, node, around) {
  const field = el('input', { class: 'card-field', type, placeholder: textOf(node.placeholder) });
  limits(field, node);
  field.value = textOf(node.value);
  const wrong = () => (field.validity.badInput ? `This is no ${type}.` : outside(field.value, node, textOf));
  return drawInput(node, { element: field, focus: field, read: () => field.value, wrong }, around);
}

function limits(field, node) {
  for (const name of ['min', 'max']) field[name] = textOf(node[name]);
}

/** outside says that a value is below min or above max. */
function outside(value, node, convert) {
  if (value === '' || Number.isNaN(value)) return null;
  if (textOf(node.min) !== '' && value < convert(node.min)) return `This must be ${node.min} or more.`;
  if (textOf(node.max) !== '' && value > convert(node.max)) return `This must be ${node.max} or less.`;
  return null;
}
