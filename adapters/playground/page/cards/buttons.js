// The buttons of classic cards and suggested actions.
import { el, isObject, listOf, textOf } from './dom.js';
import { picture } from './url.js';

/** How many buttons Teams shows on a classic card. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#hero-card */
export const maxClassicButtons = 6;

/** Types of card actions that Teams does. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions */
export const teamsActions = ['openUrl', 'messageBack', 'imBack', 'invoke', 'signin'];

/**
 * classicButtons draws the buttons of a card.
 *
 * @param {any} buttons
 * @param {import('./frame.js').Frame} frame
 * @param {number} [max]
 * @returns {HTMLElement|null}
 */
export function classicButtons(buttons, frame, max = maxClassicButtons) {
  const drawn = listOf(buttons).filter(isObject).slice(0, max).map((action) => classicButton(action, frame));
  return drawn.length > 0 ? el('div', { class: 'card-buttons card-classic-buttons' }, ...drawn) : null;
}

/**
 * classicButton draws one card action.
 *
 * @param {Object} action
 * @param {import('./frame.js').Frame} frame
 * @returns {HTMLButtonElement}
 */
export function classicButton(action, frame) {
  const image = textOf(action.image);
  const alt = textOf(action.imageAltText);
  const title = textOf(action.title) || (image ? '' : textOf(action.value) || textOf(action.type));
  const button = el('button', { type: 'button', class: 'card-button', 'aria-label': title ? undefined : alt || textOf(action.type) },
    image ? picture(image, alt, 'card-button-icon') : null, title ? el('span', { class: 'card-button-title' }, title) : null);
  button.addEventListener('click', (event) => {
    event.stopPropagation(); // the card may be tapped too
    frame.press(action, button);
  });
  return button;
}
