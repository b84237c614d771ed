// Inputs that are switched: toggles, and the stars of Teams.
import { el, textOf, uniqueId } from './dom.js';
import { drawInput } from './input.js';

/**
 * drawToggle draws https://adaptivecards.io/explorer/Input.Toggle.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawToggle(node, around) {
  const on = textOf(node.valueOn) || 'true';
  const off = textOf(node.valueOff) || 'false';
  const field = el('input', { type: 'checkbox', class: 'card-check' });
  field.checked = textOf(node.value) === on;
  const label = el('label', { class: 'card-toggle' }, field, el('span', { class: node.wrap === true ? undefined : 'card-nowrap' }, textOf(node.title)));
  const element = el('div', {}, label);
  const control = { element, focus: field, read: () => (field.checked ? on : off), filled: () => field.checked, group: true };
  return drawInput(node, control, around);
}

/**
 * drawRatingInput draws Teams' Input.Rating as numbers to choose from.
 * https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawRatingInput(node, around) {
  const max = node.max > 0 ? Math.min(Math.floor(node.max), 10) : 5;
  const step = node.allowHalfSteps === true ? 0.5 : 1;
  const name = uniqueId();
  const stars = [];
  for (let value = step; value <= max; value += step) {
    const field = el('input', { type: 'radio', name, value: String(value), class: 'card-check' });
    field.checked = value === node.value;
    stars.push(el('label', { class: 'card-star' }, field, el('span', {}, `${value} ★`)));
  }
  const element = el('div', { class: 'card-stars', role: 'radiogroup' }, ...stars);
  const read = () => element.querySelector('input:checked')?.value ?? '';
  return drawInput(node, { element, focus: element.querySelector('input'), read, group: true }, around);
}
