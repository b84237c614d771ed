// Rules that several kinds of cards share.
import { teamsActions } from './buttons.js';
import { isObject, listOf, textOf } from './dom.js';
import { safeImage, safeLink } from './url.js';

/** @typedef {function('error'|'warning', string, string): void} Report */

/**
 * lintPicture: Teams loads pictures over https only.
 *
 * @param {any} address
 * @param {string} where
 * @param {Report} report
 */
export function lintPicture(address, where, report) {
  const url = textOf(address);
  if (url === '') report('error', where, 'The picture has no address.');
  else if (!safeImage(url)) report('error', where, `No picture can be loaded from ${url.slice(0, 100)}.`);
  else if (/^http:/i.test(url.trim())) report('warning', where, 'Teams loads pictures over https only.');
}

/**
 * lintLink: what Teams does not open.
 *
 * @param {any} address
 * @param {string} where
 * @param {Report} report
 */
export function lintLink(address, where, report) {
  if (textOf(address) === '') report('error', where, 'There is no address to open.');
  else if (!safeLink(address)) report('error', where, `Teams does not open ${textOf(address).slice(0, 100)}.`);
}

/**
 * lintButtons checks card actions.
 *
 * @param {any} buttons
 * @param {string} where
 * @param {Report} report
 * @param {{max?: number, types?: string[]}} [limits]
 */
export function lintButtons(buttons, where, report, { max = 6, types = teamsActions } = {}) {
  const all = listOf(buttons);
  if (all.length > max) report('warning', where, `Teams shows ${max} of these ${all.length} buttons.`);
  all.forEach((action, i) => lintButton(action, `${where}[${i}]`, report, types));
}

/**
 * lintButton checks one card action.
 *
 * @param {any} action
 * @param {string} where
 * @param {Report} report
 * @param {string[]} [types] that do something there
 */
export function lintButton(action, where, report, types = teamsActions) {
  if (!isObject(action)) return report('error', where, 'This is no card action.');
  const type = textOf(action.type);
  if (!types.includes(type)) report('error', where, `A button of type ${type || '(none)'} does nothing here; these do: ${types.join(', ')}.`);
  else if (type === 'openUrl') lintLink(action.value, where, report);
  else if (type === 'signin' && textOf(action.value) !== '' && !/^https:/i.test(action.value)) report('error', where, 'Teams opens a sign-in page over https only.');
  if (!where.endsWith('tap') && textOf(action.title) === '' && textOf(action.image) === '') report('warning', where, 'The button has no title.');
}
