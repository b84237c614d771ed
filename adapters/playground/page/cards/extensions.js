// Elements of Teams that the schema of Adaptive Cards does not know.
// https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
import { el, isObject, listOf, oneOf, textOf, uniqueId } from './dom.js';
import { drawContainer } from './containers.js';
import { selectable } from './select.js';

const tones = ['accent', 'good', 'attention', 'warning', 'informative', 'subtle'];

/** toned is the class of a color, if it is one. */
function toned(v) {
  const tone = oneOf(v, tones);
  return tone ? `card-tone-${tone}` : '';
}

/** @param {Object} node @returns {HTMLElement|undefined} a word or two in a coloured shape */
export function drawBadge(node) {
  const text = textOf(node.text) || textOf(node.icon);
  if (!text) return undefined;
  return el('div', { class: 'card-badge-box' }, el('span', { class: `card-badge ${toned(node.style)}`, title: textOf(node.tooltip) || undefined }, text));
}

/** @param {Object} node @returns {HTMLElement} the lines of a program */
export function drawCodeBlock(node) {
  const from = node.startLineNumber > 0 ? Math.floor(node.startLineNumber) : 1;
  const name = `${textOf(node.language) || 'Code'}, from line ${from}`;
  return el('pre', { class: 'card-code-block', tabindex: '0', 'aria-label': name, title: name }, el('code', {}, textOf(node.codeSnippet)));
}

/**
 * drawCompoundButton draws a large button.
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawCompoundButton(node, around) {
  const badge = textOf(node.badge);
  const title = el('span', { class: 'card-compound-title' }, textOf(node.title), badge ? el('span', { class: 'card-badge' }, badge) : null);
  const element = el('div', { class: 'card-compound' }, title, el('span', { class: 'card-subtle' }, textOf(node.description)));
  return selectable(element, node.selectAction, around);
}

/**
 * drawIcon draws the name of an icon: the pictures are not in this page.
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawIcon(node, around) {
  const name = textOf(node.name);
  if (!name) return undefined;
  const icon = el('span', { class: `card-icon ${toned(node.color)}`, title: 'An icon of Fluent' }, name);
  return el('div', {}, selectable(icon, node.selectAction, around));
}

/** @param {Object} node @returns {HTMLElement} how far something is */
export function drawProgressBar(node) {
  const max = node.max > 0 ? node.max : 100;
  return el('progress', { class: `card-progress ${toned(node.color)}`, max, value: typeof node.value === 'number' ? node.value : undefined, 'aria-label': 'Progress' });
}

/** @param {Object} node @returns {HTMLElement} that something is going on */
export function drawProgressRing(node) {
  const label = textOf(node.label);
  return el('div', { class: 'card-ring-box', role: 'status' }, el('span', { class: 'card-ring', 'aria-hidden': 'true' }), label || 'In progress');
}

/** @param {Object} node @returns {HTMLElement} a number of stars */
export function drawRating(node) {
  const max = node.max > 0 ? Math.min(Math.floor(node.max), 10) : 5;
  const value = Math.max(0, Math.min(max, Number(node.value) || 0));
  const full = Math.round(value);
  const count = node.count > 0 ? ` · ${node.count}` : '';
  const stars = el('span', { class: 'card-rating', role: 'img', 'aria-label': `${value} of ${max} stars` }, '★'.repeat(full) + '☆'.repeat(max - full));
  return el('div', { class: 'card-rating-box' }, stars, ` ${value}${count}`);
}

/**
 * drawCarousel draws pages beside each other, one in sight at a time.
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawCarousel(node, around) {
  const pages = listOf(node.pages).filter(isObject).map((page) => drawContainer(page, around));
  if (pages.length === 0) return undefined;
  const where = el('span', { class: 'card-carousel-where', 'aria-live': 'polite' });
  let at = 0;
  const show = (next) => {
    at = (next + pages.length) % pages.length;
    pages.forEach((page, i) => { page.hidden = i !== at; });
    where.textContent = `${at + 1} of ${pages.length}`;
  };
  show(0);
  const turn = (label, text, by) => {
    const onclick = (event) => {
      event.stopPropagation(); // what the carousel is in may be tapped too
      show(at + by);
    };
    return el('button', { type: 'button', class: 'card-button', 'aria-label': label, onclick }, text);
  };
  const controls = el('div', { class: 'card-carousel-controls' }, turn('Previous page', '‹', -1), where, turn('Next page', '›', 1));
  return el('div', { class: 'card-carousel', role: 'group', 'aria-roledescription': 'carousel', id: uniqueId() }, ...pages, controls);
}
