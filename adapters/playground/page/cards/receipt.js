// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#receipt-card
import { classicButtons } from './buttons.js';
import { el, isObject, listOf, textOf } from './dom.js';
import { Frame, tappable } from './frame.js';
import { picture } from './url.js';

/**
 * renderReceipt draws a receipt card.
 *
 * @param {Object} card
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderReceipt(card, host) {
  const frame = new Frame('receipt', host);
  const title = textOf(card.title) && el('div', { class: 'card-title', role: 'heading', 'aria-level': '2' }, card.title);
  const facts = listOf(card.facts).filter(isObject);
  const parts = [
    title || null,
    facts.length > 0 ? pairs(facts.map((fact) => [textOf(fact.key), textOf(fact.value)])) : null,
    ...listOf(card.items).filter(isObject).map((item) => drawItem(item, frame)),
    sums(card),
    classicButtons(card.buttons, frame),
  ];
  frame.body.append(...parts.filter(Boolean));
  tappable(frame.body, card.tap, frame, textOf(card.title) || 'Receipt');
  return frame.element;
}

function drawItem(item, frame) {
  const image = textOf(item.image?.url) && picture(item.image.url, textOf(item.image.alt), 'card-receipt-image');
  const element = el('div', { class: 'card-receipt-item' },
    image || null,
    el('div', { class: 'card-receipt-texts' },
      el('div', {}, textOf(item.title)),
      textOf(item.subtitle) ? el('div', { class: 'card-subtitle' }, textOf(item.subtitle)) : null,
      textOf(item.text) ? el('div', { class: 'card-subtle' }, textOf(item.text)) : null),
    textOf(item.quantity) ? el('div', { class: 'card-subtle' }, `× ${textOf(item.quantity)}`) : null,
    el('div', { class: 'card-receipt-price' }, textOf(item.price)));
  return tappable(element, item.tap, frame, textOf(item.title) || 'Item');
}

function sums(card) {
  const rows = [['VAT', card.vat], ['Tax', card.tax], ['Total', card.total]].filter(([, value]) => textOf(value) !== '');
  return rows.length > 0 ? pairs(rows.map(([name, value]) => [name, textOf(value)]), 'card-receipt-sums') : null;
}

/**
 * pairs draws names with their values.
 *
 * @param {[string, string][]} rows
 * @param {string} [className]
 * @returns {HTMLElement}
 */
function pairs(rows, className = '') {
  const cells = rows.flatMap(([name, value]) => [el('dt', { class: 'card-fact-title' }, name), el('dd', { class: 'card-fact-value' }, value)]);
  return el('dl', { class: `card-facts ${className}` }, ...cells);
}
