// Dialogs, which were called task modules.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules#dialog-info-object

import { renderAttachment } from '../cards/index.js';
import { jsonDetails } from '../cards/notdrawn.js';
import { h } from '../dom.js';
import { parseExact } from '../exact.js';
import { does } from './act.js';
import { pageFrame } from './frame.js';
import { field, form, submit } from './window.js';

const widths = { small: 350, medium: 520, large: 760 };
const heights = { small: 200, medium: 400, large: 600 };

/** Pixels of a size, which is a number or a name; absent if it is neither. */
function pixels(size, names, absent) {
  const n = typeof size === 'number' ? size : (names[size] ?? Number.parseInt(size, 10));
  return n > 0 ? Math.min(n, 2000) : absent;
}

/** Shows the Adaptive Card of a dialog. */
export function drawTask(window, info, host) {
  const adaptive = /^application\/vnd\.microsoft\.card\.adaptive$/i.test(info.card.contentType ?? '');
  const card = adaptive
    ? renderAttachment(info.card, host)
    : h('div', {}, h('p', { class: 'surface-text' }, `The card of a dialog must be an Adaptive Card, in an attachment with that contentType; this is ${info.card.contentType ?? 'no attachment'}.`), jsonDetails('JSON', info.card));
  // Teams makes small and medium as high as the card needs; a number is taken at its word.
  const height = typeof info.height === 'number' ? info.height : 0;
  return window.size(pixels(info.width, widths, widths.medium), height).show(h('div', { class: 'surface-cards' }, card));
}

/** Shows the page of a dialog, which submits by Microsoft's library, and a way to submit by hand. */
export function drawPage(window, info, { where, asked, next }) {
  const send = async (data) => {
    await window.run(null, async () => next(await does(where, 'submitForm', { asked, data })));
  };
  const { element, status } = pageFrame(window, info.url, {
    context: 'task', height: pixels(info.height, heights, heights.medium), submit: (result) => (result === undefined || result === null ? window.close() : send(result)),
    resize: ({ width, height }) => {
      window.size(pixels(width, widths, window.element.offsetWidth), 0);
      element.style.height = `${pixels(height, heights, element.offsetHeight)}px`;
    },
  });
  window.size(pixels(info.width, widths, widths.medium) + 2, 0);
  return window.show([element, status, byHand(window, send)]);
}

/** A form for who has no page that submits: its data, as JSON. */
function byHand(window, send) {
  const data = h('textarea', { class: 'surface-input surface-json', rows: 3, spellcheck: false }, '{}');
  return h('details', { class: 'surface-more' }, h('summary', {}, 'Submit by hand'),
    form(window, async () => send(parse(data.value)), field('Data, as JSON', data, 'What the page would pass to dialog.url.submit'), submit('Submit', 'button')));
}

/** Reads JSON that somebody wrote. */
export function parse(text) {
  try {
    return parseExact(text);
  } catch (err) {
    throw new Error(`This is not JSON: ${err.message}`);
  }
}

