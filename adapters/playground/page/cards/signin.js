// Cards that ask to sign in.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/auth-flow-bot
import { classicButtons } from './buttons.js';
import { el, isObject, listOf, textOf } from './dom.js';
import { Frame } from './frame.js';

/**
 * renderSignIn draws a sign-in card. Of its buttons, Teams shows those that sign in or open an address.
 *
 * @param {Object} card
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderSignIn(card, host) {
  const frame = new Frame('signin', host);
  fill(frame, card, listOf(card.buttons).filter((button) => isObject(button) && ['signin', 'openUrl'].includes(button.type)));
  return frame.element;
}

/**
 * renderOAuth draws an OAuth card. Its button hands the host the connection too: act({kind: 'signin', action, connectionName,
 * tokenExchangeResource}).
 *
 * @param {Object} card
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderOAuth(card, host) {
  const { connectionName, tokenExchangeResource } = card;
  const frame = new Frame('signin', { ...host, act: (request) => host.act({ ...request, connectionName, tokenExchangeResource }) });
  fill(frame, card, listOf(card.buttons));
  return frame.element;
}

/** fill: Markdown and tags mean nothing here. */
function fill(frame, card, buttons) {
  if (textOf(card.text)) frame.body.append(el('div', { class: 'card-classic-text card-plain' }, card.text));
  const row = classicButtons(buttons, frame);
  if (row) frame.body.append(row);
}
