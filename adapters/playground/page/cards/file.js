// Files, pictures, and the card that asks whether a bot may put a file into the person's OneDrive.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
import { el, isObject, textOf } from './dom.js';
import { Frame } from './frame.js';
import { link, picture } from './url.js';

/**
 * renderFileConsent draws a file consent card. Its buttons are act({kind: 'fileConsent', accept, context, action}): context is
 * what the card has for that answer, and action the card with its name.
 *
 * @param {Object} card
 * @param {import('./context.js').Host} host
 * @param {Object} attachment
 * @returns {HTMLElement}
 */
export function renderFileConsent(card, host, attachment) {
  const frame = new Frame('file', host);
  const answer = (accept) => ({ kind: 'fileConsent', accept, context: accept ? card.acceptContext : card.declineContext, action: { name: attachment.name, ...card } });
  const buttons = [['Accept', true], ['Decline', false]].map(([title, accept]) => {
    const button = el('button', { type: 'button', class: `card-button card-button-${accept ? 'positive' : 'default'}` }, title);
    button.addEventListener('click', () => {
      frame.problem('');
      frame.send(answer(accept), button);
    });
    return button;
  });
  frame.body.append(
    el('div', { class: 'card-title' }, `📄 ${textOf(attachment.name) || 'A file'}`),
    el('div', { class: 'card-subtitle' }, [textOf(card.description), bytes(card.sizeInBytes)].filter(Boolean).join(' · ')),
    el('div', { class: 'card-buttons' }, ...buttons));
  return frame.element;
}

/**
 * renderFileInfo draws a file that was uploaded, or sent, as a link to it.
 *
 * @param {any} content with its fileType, and for files that people sent a downloadUrl
 * @param {import('./context.js').Host} host
 * @param {Object} attachment
 * @returns {HTMLElement}
 */
export function renderFileInfo(content, host, attachment) {
  const frame = new Frame('file', host);
  const name = textOf(attachment.name) || 'File';
  const type = isObject(content) ? textOf(content.fileType) : '';
  const address = textOf(attachment.contentUrl) || (isObject(content) ? textOf(content.downloadUrl) : '');
  frame.body.append(el('div', { class: 'card-title' }, '📄 ', address ? link(address, name) : name), el('div', { class: 'card-subtitle' }, type));
  return frame.element;
}

/**
 * renderImage draws a picture that is attached by its address or in base64.
 *
 * @param {Object} attachment
 * @returns {HTMLElement}
 */
export function renderImage(attachment) {
  return el('div', { class: 'card-frame' }, picture(attachment.contentUrl, textOf(attachment.name) || 'Image', 'card-attached-image'));
}

/** bytes writes a size for people. */
function bytes(size) {
  if (!(size >= 0)) return '';
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let step = 0;
  let value = size;
  for (; value >= 1000 && step < units.length - 1; step++) value /= 1000;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}
