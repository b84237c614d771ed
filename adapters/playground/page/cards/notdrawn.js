// What is not drawn says so, and shows its JSON.
import { el } from './dom.js';

/**
 * notDrawn is a box in the place of something that is not drawn.
 *
 * @param {string} text what it is, and why it is not drawn
 * @param {any} json
 * @returns {HTMLElement}
 */
export function notDrawn(text, json) {
  return el('div', { class: 'card-not-drawn' }, el('p', { class: 'card-not-drawn-text' }, text), jsonDetails('JSON', json));
}

/**
 * jsonDetails shows JSON when it is opened. It is written only then: a message may hold 100 KB of it.
 *
 * @param {string} title
 * @param {any} json
 * @returns {HTMLElement}
 */
export function jsonDetails(title, json) {
  const details = el('details', { class: 'card-json' }, el('summary', {}, title));
  details.addEventListener('toggle', () => details.append(el('pre', { tabindex: '0' }, textOfJson(json))), { once: true });
  return details;
}

function textOfJson(json) {
  try {
    return JSON.stringify(json, null, 2) ?? String(json);
  } catch (err) {
    return `This cannot be shown as JSON: ${err.message}`;
  }
}
