// What a message extension found: a list or grid of previews, of which one goes into the message.
// https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search

import { h } from '../dom.js';
import { picture } from '../cards/url.js';
import { does, isObject, mustAnswer } from './act.js';
import { attach } from './attached.js';
import { openSurface } from './surface.js';

/**
 * Draws results as buttons.
 *
 * @param {import('./act.js').Where} where
 * @param {{attachments: object[], attachmentLayout?: string}} found
 * @param {{problem: (text: string) => void, done: () => void}} to done is called once something is in the message
 */
export function showResults(where, found, to) {
  const pick = async (one, pressed) => {
    to.problem('');
    pressed.disabled = true;
    try {
      await choose(where, one);
      to.done();
    } catch (err) {
      to.problem(err.message);
    } finally {
      pressed.disabled = false;
    }
  };
  return h('ul', { class: found.attachmentLayout === 'grid' ? 'results grid' : 'results', 'aria-label': 'Results' },
    found.attachments.filter(isObject).map((one) => h('li', {}, h('button', { type: 'button', class: 'result', onclick: (event) => pick(one, event.currentTarget) }, preview(one)))));
}

/** The bot may answer the choice with another card, which then goes into the message. */
async function choose(where, one) {
  const done = await does({ ...where, message: undefined }, 'pick', { result: one });
  if (!done.told) {
    if (!attach(where, one)) throw new Error('The box to write in is not there any more.');
    return;
  }
  mustAnswer(done.answer);
  openSurface(where.store, { ...where, asked: done.activity, answer: done.answer });
}

function preview(one) {
  const card = one.preview?.content ?? (one.contentType === 'application/vnd.microsoft.card.adaptive' ? undefined : one.content);
  if (!isObject(card)) return h('span', { class: 'result-text' }, h('strong', {}, 'No preview'), h('span', {}, 'Teams shows nothing for a card without one.'));
  const [image] = card.images ?? [];
  const texts = [card.subtitle, card.text].filter((text) => typeof text === 'string' && text);
  return [
    image && picture(image.url ?? image, image.alt ?? '', 'result-image'),
    h('span', { class: 'result-text' }, h('strong', {}, String(card.title ?? 'Without a title')), texts.map((text) => h('span', {}, text))),
  ];
}
