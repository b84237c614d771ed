// Texts of Adaptive Cards.
import { formatTimes } from './datetime.js';
import { add, el, isObject, listOf, textOf } from './dom.js';
import { markdown } from './markdown.js';
import { selectable } from './select.js';
import { align, textClasses } from './style.js';
import { link } from './url.js';

/**
 * drawTextBlock draws https://adaptivecards.io/explorer/TextBlock.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawTextBlock(node, around) {
  if (textOf(node.text) === '') return undefined;
  const heading = textOf(node.style).toLowerCase() === 'heading';
  const element = el('div', { class: 'card-textblock', role: heading && 'heading', 'aria-level': heading && '2' });
  element.classList.add(...textClasses(node));
  if (textOf(node.style).toLowerCase() === 'columnheader') element.classList.add('card-weight-bolder');
  if (node.wrap !== true) element.classList.add('card-nowrap');
  else if (node.maxLines > 0) {
    element.classList.add('card-clamp');
    element.style.setProperty('--card-lines', String(Math.floor(node.maxLines)));
  }
  align(element, node.horizontalAlignment);
  add(element, cardText(node.text, around.ctx));
  return selectable(element, node.selectAction, around);
}

/**
 * cardText draws the Markdown of a card: of that Teams knows emphasis, lists and links only.
 *
 * @param {string} text
 * @param {import('./context.js').CardContext} ctx
 * @returns {Node[]}
 */
export function cardText(text, ctx) {
  return markdown(formatTimes(textOf(text), ctx.locale), { mention: ctx.mentions });
}

/**
 * drawRichTextBlock draws https://adaptivecards.io/explorer/RichTextBlock.html, whose texts are no Markdown.
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawRichTextBlock(node, around) {
  const runs = listOf(node.inlines).map((run) => drawRun(typeof run === 'string' ? { text: run } : run, around)).filter(Boolean);
  if (runs.length === 0) return undefined;
  const element = el('div', { class: 'card-richtext' }, ...runs);
  align(element, node.horizontalAlignment);
  return element;
}

function drawRun(run, around) {
  if (!isObject(run) || textOf(run.text) === '') return undefined;
  const text = formatTimes(run.text, around.ctx.locale);
  const taps = isObject(run.selectAction);
  const isLink = taps && run.selectAction.type === 'Action.OpenUrl';
  const element = el('span', {}, isLink ? link(run.selectAction.url, text) : text);
  element.classList.add(...textClasses(run));
  for (const name of ['italic', 'strikethrough', 'underline', 'highlight']) {
    if (run[name] === true) element.classList.add(`card-${name}`);
  }
  if (taps && !isLink) element.classList.add('card-link');
  if (isLink) element.dataset.cardAction = run.selectAction.type;
  return isLink ? element : selectable(element, run.selectAction, around);
}

/**
 * drawFactSet draws https://adaptivecards.io/explorer/FactSet.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawFactSet(node, around) {
  const facts = listOf(node.facts).filter(isObject);
  if (facts.length === 0) return undefined;
  const rows = facts.flatMap((fact) => [
    el('dt', { class: 'card-fact-title' }, cardText(fact.title, around.ctx)),
    el('dd', { class: 'card-fact-value' }, cardText(fact.value, around.ctx)),
  ]);
  return el('dl', { class: 'card-facts' }, rows);
}
