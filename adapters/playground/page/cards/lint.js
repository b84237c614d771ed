// What Teams will not show of a card, or shows otherwise than it seems.
import { isObject, textOf } from './dom.js';
import { lintAdaptive } from './lint_adaptive.js';
import { lintConnector, lintHero, lintList, lintReceipt, lintSignIn } from './lint_classic.js';

/** How many bytes a message may have in Teams, and how many it advises: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
export const maxSize = 100_000;
export const advisedSize = 80_000;

/**
 * @typedef {Object} Finding
 * @property {'error'|'warning'} level an error is not shown or refused; a warning is shown otherwise, or by some clients only
 * @property {string} where in the attachment's content, such as body[0].items[2]; '' for all of it
 * @property {string} text
 */

const rules = {
  __proto__: null,
  'application/vnd.microsoft.card.adaptive': lintAdaptive,
  'application/vnd.microsoft.card.hero': lintHero,
  'application/vnd.microsoft.card.thumbnail': lintHero,
  'application/vnd.microsoft.card.receipt': lintReceipt,
  'application/vnd.microsoft.card.signin': lintSignIn,
  'application/vnd.microsoft.card.oauth': lintSignIn,
  'application/vnd.microsoft.teams.card.list': lintList,
  'application/vnd.microsoft.teams.card.o365connector': lintConnector,
};

const notShown = ['application/vnd.microsoft.card.animation', 'application/vnd.microsoft.card.audio', 'application/vnd.microsoft.card.video'];

/**
 * lintCard finds what Teams will not show of an attachment. Nothing found is an empty list.
 *
 * @param {any} attachment
 * @returns {Finding[]}
 */
export function lintCard(attachment) {
  const found = [];
  const report = (level, where, text) => found.push({ level, where, text });
  if (!isObject(attachment)) return [{ level: 'error', where: '', text: 'This attachment is no JSON object.' }];
  const type = textOf(attachment.contentType).toLowerCase();
  if (notShown.includes(type)) report('error', '', `Teams does not show ${type}.`);
  const rule = rules[type];
  if (rule && isObject(attachment.content)) rule(attachment.content, report);
  else if (rule) report('error', '', 'The card has no content.');
  size(attachment, report);
  return found;
}

function size(attachment, report) {
  const bytes = cardSize(attachment);
  if (bytes > maxSize) report('error', '', `This has ${bytes} bytes, and Teams refuses a message of more than ${maxSize}.`);
  else if (bytes > advisedSize) report('warning', '', `This has ${bytes} bytes; Teams takes ${maxSize} for the whole message and advises ${advisedSize}.`);
}

/**
 * cardSize is how many bytes an attachment has as Teams counts: in UTF-16, without base64 pictures.
 *
 * @param {any} attachment
 * @returns {number}
 */
export function cardSize(attachment) {
  const json = JSON.stringify(attachment) ?? '';
  return 2 * json.replace(/(data:image\/[\w.+-]{1,40};base64,)[A-Za-z0-9+/=]*/g, '$1').length;
}
