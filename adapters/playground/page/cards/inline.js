// Emphasis, links and escapes inside one paragraph of Markdown, by CommonMark's rules for runs of delimiters.
// https://spec.commonmark.org/0.31.2/#phase-2-inline-structure
import { el } from './dom.js';
import { link, picture } from './url.js';

/**
 * @typedef {Object} Flavor what of Markdown a text may use
 * @property {boolean} [code] `code` in backticks
 * @property {boolean} [strike] ~~strikethrough~~
 * @property {boolean} [images] ![alt](address)
 * @property {boolean} [blocks] headings, quotes and code blocks
 * @property {boolean} [raw] headings of their own level: richHTML brings them to that of the page
 * @property {function(string): (Node|undefined)} [mention] draws what stands between `<at>` and `</at>`, if that is a mention
 */

const entities = {
  __proto__: null, amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', copy: '©', reg: '®', hellip: '…', mdash: '—',
  ndash: '–', bull: '•', euro: '€',
};
const maxRuns = 1000; // between two delimiters, so that a message of stars takes no longer than any other
const maxEntries = 20_000; // of one paragraph that are looked at for pairs: more are an attack, and stay text
const target = /\(\s*(?:<([^<>\n]*)>|((?!<)(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*\)/y;
const punctuation = /[!-/:-@[-`{-~\p{P}\p{S}]/u;

/**
 * inline draws one paragraph.
 *
 * @param {string} text
 * @param {Flavor} flavor
 * @returns {Node[]}
 */
export function inline(text, flavor) {
  const scan = { text, at: 0, entries: [], brackets: [], flavor };
  while (scan.at < text.length) step(scan);
  pair(scan.entries);
  return scan.entries.map(nodeOf);
}

/** nodeOf: what is no element is text; of a run, what no other run took. */
function nodeOf(entry) {
  return entry.node ?? document.createTextNode(entry.run ? entry.c.repeat(entry.length) : entry.text);
}

function step(scan) {
  const { text, at, flavor } = scan;
  const c = text[at];
  if (c === '\\' && /[!-/:-@[-`{-~]/.test(text[at + 1] ?? '')) return put(scan, text[at + 1], 2);
  if (c === '\\' && text[at + 1] === '\n') return putNode(scan, el('br'), 2);
  if (c === '*' || c === '_' || (c === '~' && flavor.strike && text[at + 1] === '~')) return delimiter(scan, c);
  if (c === '&') return entity(scan);
  if (c === '<') return angle(scan);
  if (c === '`' && flavor.code) return code(scan);
  if (c === '[') return open(scan, '[');
  if (c === '!' && text[at + 1] === '[' && flavor.images) return open(scan, '![');
  if (c === ']') return close(scan);
  if (c === '\n') return hardBreak(scan);
  const plain = /^[^\\*_~&<`[\]!\n]+/.exec(text.slice(at))?.[0] ?? c;
  put(scan, plain, plain.length);
}

/** put adds text, to the text before it if there is any. */
function put(scan, value, width) {
  const last = scan.entries.at(-1);
  if (last?.text !== undefined && !last.bracket) last.text += value;
  else scan.entries.push({ text: value });
  scan.at += width;
}

function putNode(scan, node, width) {
  scan.entries.push({ node });
  scan.at += width;
}

/** hardBreak: two spaces at a line's end break it; else a line's end is white space. */
function hardBreak(scan) {
  const last = scan.entries.at(-1);
  const hard = last?.text !== undefined && last.text.endsWith('  ');
  if (last?.text !== undefined) last.text = last.text.trimEnd();
  const indent = /^\n */.exec(scan.text.slice(scan.at))[0].length;
  if (hard) putNode(scan, el('br'), 0);
  put(scan, '\n', indent);
}

function entity(scan) {
  const found = /^&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]+));/.exec(scan.text.slice(scan.at, scan.at + 32));
  if (!found) return put(scan, '&', 1);
  const [whole, decimal, hex, name] = found;
  if (name) return put(scan, entities[name] ?? whole, whole.length);
  const point = decimal ? Number(decimal) : parseInt(hex, 16);
  put(scan, point === 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? '\ufffd' : String.fromCodePoint(point), whole.length);
}

function angle(scan) {
  const rest = scan.text.slice(scan.at);
  const mention = scan.flavor.mention && /^<at[^<>]{0,100}>[^<]{1,300}<\/at>/i.exec(rest);
  const drawn = mention && scan.flavor.mention(mention[0]);
  if (drawn) return putNode(scan, drawn, mention[0].length);
  const address = /^<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*)>/.exec(rest);
  if (address) return putNode(scan, link(address[1], address[1]), address[0].length);
  put(scan, '<', 1);
}

function code(scan) {
  const ticks = /^`+/.exec(scan.text.slice(scan.at))[0];
  const from = scan.at + ticks.length;
  const close = new RegExp(`(?<!\`)${ticks}(?!\`)`, 'g');
  close.lastIndex = from;
  const end = close.exec(scan.text);
  if (!end) return put(scan, ticks, ticks.length);
  let inner = scan.text.slice(from, end.index).replaceAll('\n', ' ');
  if (/^ .*[^ ].* $/.test(inner)) inner = inner.slice(1, -1);
  putNode(scan, el('code', { class: 'card-code' }, inner), end.index + ticks.length - scan.at);
}

/** open remembers a bracket that may begin a link or a picture. */
function open(scan, mark) {
  const entry = { text: mark, bracket: true, active: true, index: scan.entries.length };
  scan.entries.push(entry);
  scan.brackets.push(entry);
  scan.at += mark.length;
}

/** close draws [text](address "title") and, of pictures, ![text](address), if that is what a bracket ends. */
function close(scan) {
  const opener = scan.brackets.pop();
  target.lastIndex = scan.at + 1;
  const found = opener?.active ? target.exec(scan.text) : null;
  if (!found) return put(scan, ']', 1);
  const address = (found[1] ?? found[2]).replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('&amp;', '&');
  const inner = scan.entries.splice(opener.index);
  inner.shift();
  pair(inner);
  const nodes = inner.map(nodeOf);
  if (opener.text === '![') {
    putNode(scan, picture(address, nodes.map((node) => node.textContent).join(''), 'card-inline-image'), 0);
  } else {
    putNode(scan, link(address, nodes), 0);
    for (const outer of scan.brackets) outer.active &&= outer.text === '!['; // no link in a link
  }
  scan.at += 1 + found[0].length;
}

function delimiter(scan, c) {
  const start = scan.at;
  let end = start;
  while (scan.text[end] === c) end++;
  // Halves of emoji are no punctuation, though CommonMark counts emoji as such: markdown-it, by which cards are drawn elsewhere, reads them in halves.
  const [before, after] = [scan.text[start - 1] ?? '\n', scan.text[end] ?? '\n'];
  const left = !/\s/.test(after) && (!punctuation.test(after) || /\s/.test(before) || punctuation.test(before));
  const right = !/\s/.test(before) && (!punctuation.test(before) || /\s/.test(after) || punctuation.test(after));
  const entry = { run: true, c, length: end - start, whole: end - start };
  entry.opens = c === '_' ? left && (!right || punctuation.test(before)) : left;
  entry.closes = c === '_' ? right && (!left || punctuation.test(after)) : right;
  scan.entries.push(entry);
  scan.at = end;
}

/** pair turns pairs of delimiters into elements, from the first that closes on. */
function pair(entries) {
  if (entries.length > maxEntries) return;
  for (let i = 0; i < entries.length; i++) {
    const closer = entries[i];
    if (!closer.run || !closer.closes || closer.length === 0) continue;
    const at = opener(entries, i);
    if (at < 0) continue;
    const from = entries[at];
    const width = closer.c === '~' || (from.length >= 2 && closer.length >= 2) ? 2 : 1;
    const inner = entries.splice(at + 1, i - at - 1).map(nodeOf);
    entries.splice(at + 1, 0, { node: el(tagOf(closer.c, width), {}, inner) });
    from.length -= width;
    closer.length -= width;
    i = at + (closer.length > 0 ? 1 : 2); // the closer again if some of it is left
  }
}

function tagOf(c, width) {
  if (c === '~') return 's';
  return width === 2 ? 'strong' : 'em';
}

function opener(entries, closing) {
  const closer = entries[closing];
  for (let i = closing - 1; i >= 0 && i >= closing - maxRuns; i--) {
    const run = entries[i];
    if (!run.run || run.c !== closer.c || !run.opens || run.length === 0) continue;
    if (closer.c === '~') {
      if (run.length >= 2 && closer.length >= 2) return i;
      continue;
    }
    const either = run.closes || closer.opens;
    if (either && (run.whole + closer.whole) % 3 === 0 && !(run.whole % 3 === 0 && closer.whole % 3 === 0)) continue;
    return i;
  }
  return -1;
}
