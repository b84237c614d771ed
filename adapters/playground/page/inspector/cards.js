// How large the cards of an activity are, and what Teams will not show of them.

import { h } from '../dom.js';
import { advisedSize, cardSize, lintCard, maxSize } from '../cards/index.js';

/**
 * Makes the section about the cards of an activity.
 *
 * @param {any} activity
 * @returns {HTMLElement | null} null if it has none
 */
export function aboutCards(activity) {
  const cards = (Array.isArray(activity?.attachments) ? activity.attachments : []).filter((one) => one?.content);
  if (!cards.length) return null;
  return h('section', { class: 'inspector-findings', 'aria-label': 'Cards' }, h('h4', {}, 'Cards in Teams'), cards.map(aboutCard));
}

function aboutCard(card) {
  const found = lintCard(card);
  return [
    h('p', { class: 'note' }, `${card.contentType}: ${size(card)}${found.length ? '' : '; Teams shows all of it.'}`),
    h('ul', { hidden: !found.length }, found.map((one) => h('li', {}, h('strong', {}, one.level), one.where && ` ${one.where}`, ` ${one.text}`))),
  ];
}

function size(card) {
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1).replace(/\.0$/, '');
  return `${kilobytes(cardSize(card))} kB of the ${kilobytes(advisedSize)} kB that Teams advises, and the ${kilobytes(maxSize)} kB that it takes`;
}
