// What is copied: JSON, a command for a shell, a test in Go.

import { get } from '../api.js';
import { h } from '../dom.js';

/** Puts a text on the clipboard; where the browser does not allow that, it shows the text. */
export async function copy(text, label, say) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${label}: copied.`);
  } catch {
    showText(label, text, say);
  }
}

/** Shows a text in a dialog, from which it can be copied. */
export function showText(label, text, say) {
  const area = h('textarea', { class: 'inspector-source', readOnly: true, 'aria-label': label, spellcheck: false }, text);
  const dialog = h('dialog', { class: 'inspector-dialog', 'aria-label': label, onclose: () => dialog.remove() },
    h('h2', {}, label), area,
    h('div', { class: 'inspector-actions' },
      h('button', {
        type: 'button', class: 'accent',
        onclick: async () => {
          area.select();
          try {
            await navigator.clipboard.writeText(area.value);
            dialog.close();
            say(`${label}: copied.`);
          } catch {
            say('The browser does not let this page copy; the text is selected, so press Ctrl+C.');
          }
        },
      }, 'Copy'),
      h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, 'Close')));
  document.body.append(dialog);
  dialog.showModal();
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The request as a command for a shell. The token was not kept: whoever runs it puts one there. */
export function curl(exchange) {
  const url = exchange.url.startsWith('/') ? `${location.origin}${exchange.url}` : exchange.url;
  const parts = ['curl', '-X', quoted(exchange.method), quoted(url)];
  for (const [name, value] of Object.entries(exchange.headers ?? {})) {
    if (!/^(content-length|accept-encoding|user-agent|connection|traceparent)$/i.test(name)) parts.push('-H', quoted(`${name}: ${value}`));
  }
  if (exchange.claims) parts.push('-H', '"Authorization: Bearer $TOKEN"');
  if (exchange.body !== undefined) parts.push('--data-raw', quoted(JSON.stringify(exchange.body)));
  return parts.join(' ');
}

/**
 * The lines as a test in Go; without lines, all that happened.
 *
 * @param {object[]} rows
 * @param {object} store which has the newest of what happened meanwhile
 */
export async function goTest(rows, store) {
  const query = {};
  if (rows.length) {
    let { entries } = store;
    const begins = Math.min(...rows.map((row) => row.at));
    while (entries.length && entries[0].serial > 1 && Date.parse(entries[0].time) / 1000 >= begins - 1) {
      const { entries: earlier = [] } = await get('past', { entries: entries[0].serial });
      if (!earlier.length) break; // they are forgotten
      entries = [...earlier, ...entries];
    }
    const serials = entries.filter((entry) => rows.some((row) => covers(row, entry))).map((entry) => entry.serial);
    if (!serials.length) throw new Error('Nothing of this happened in the conversations.');
    query.from = Math.min(...serials);
    query.to = Math.max(...serials);
  }
  return (await get('gotest', query)).source;
}

/** Whether an entry of the world's timeline belongs to a request: it is what the bot was told, or happened meanwhile. */
function covers({ at, exchange }, entry) {
  if (!entry.bot) return exchange.direction === 'toBot' && entry.activity?.id === exchange.activity && entry.activity?.type === exchange.body?.type;
  const when = Date.parse(entry.time) / 1000;
  return when >= at - 0.001 && when <= at + exchange.duration / 1e9 + 0.001;
}
