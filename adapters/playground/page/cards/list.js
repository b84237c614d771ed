// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#list-card
import { classicButtons } from './buttons.js';
import { el, isObject, listOf, textOf } from './dom.js';
import { Frame, tappable } from './frame.js';
import { picture } from './url.js';

/**
 * renderList draws a list card.
 *
 * @param {Object} card
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderList(card, host) {
  const frame = new Frame('list', host);
  if (textOf(card.title)) frame.body.append(el('div', { class: 'card-title', role: 'heading', 'aria-level': '2' }, card.title));
  frame.body.append(el('div', { class: 'card-list', role: 'list' }, ...listOf(card.items).filter(isObject).map((item) => drawItem(item, frame))));
  const buttons = classicButtons(card.buttons, frame);
  if (buttons) frame.body.append(buttons);
  return frame.element;
}

function drawItem(item, frame) {
  const title = textOf(item.title);
  if (item.type === 'section') return el('div', { role: 'listitem', class: 'card-list-section' }, title);
  const icon = textOf(item.icon) && picture(item.icon, '', 'card-list-icon');
  const subtitle = textOf(item.subtitle);
  const row = el('div', { class: 'card-list-item' }, icon || null,
    el('div', {}, el('div', {}, title), subtitle ? el('div', { class: 'card-subtitle' }, subtitle) : null));
  return el('div', { role: 'listitem' }, tappable(row, item.tap, frame, [title, subtitle].filter(Boolean).join(', ') || 'Item'));
}
