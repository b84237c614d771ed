// The Markdown that Teams knows: paragraphs and lists in Adaptive Cards; headings, quotes and code besides in messages and
// connector cards. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
import { el } from './dom.js';
import { inline } from './inline.js';

const marker = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)/;
const maxDepth = 20; // of lists in lists, so that a text of nothing else cannot exhaust the stack

/**
 * markdown draws a text.
 *
 * @param {string} text
 * @param {import('./inline.js').Flavor} [flavor]
 * @returns {HTMLElement[]}
 */
export function markdown(text, flavor = {}) {
  const lines = text.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n');
  return blocks(lines, flavor, 0).drawn;
}

/** blocks draws lines, and says whether a blank line is between two of the blocks. */
function blocks(lines, flavor, depth) {
  const drawn = [];
  let apart = false;
  let at = 0;
  while (at < lines.length) {
    const [element, next] = block(lines, at, flavor, depth);
    apart ||= element !== null && drawn.length > 0 && lines[at - 1].trim() === '';
    if (element) drawn.push(element);
    at = next;
  }
  return { drawn, apart };
}

/** block draws what begins at this line, and says which line is next. */
function block(lines, at, flavor, depth) {
  const line = lines[at];
  if (line.trim() === '') return [null, at + 1];
  if (flavor.blocks && /^ {0,3}([-*_])( *\1){2,} *$/.test(line)) return [el('hr'), at + 1];
  if (depth < maxDepth && marker.test(line)) return list(lines, at, flavor, depth);
  if (flavor.blocks) {
    if (/^ {0,3}(```|~~~)/.test(line)) return fence(lines, at);
    if (depth < maxDepth && /^ {0,3}>/.test(line)) return quote(lines, at, flavor, depth);
    const heading = /^ {0,3}(#{1,6})(?= |$)/.exec(line);
    if (heading) return [el(`h${Math.min(heading[1].length + (flavor.raw ? 0 : 2), 6)}`, { class: 'card-heading' }, inline(unclosed(line.slice(heading[0].length)), flavor)), at + 1];
  }
  return paragraph(lines, at, flavor);
}

/** unclosed is the text of a heading without the marks that may close it. A pattern for that takes too long where it does not fit. */
function unclosed(text) {
  const trimmed = text.trim();
  let end = trimmed.length;
  while (trimmed[end - 1] === '#') end--;
  return end === 0 || trimmed[end - 1] === ' ' ? trimmed.slice(0, end).trimEnd() : trimmed;
}

function paragraph(lines, at, flavor) {
  let next = at + 1;
  while (next < lines.length && lines[next].trim() !== '' && !interrupts(lines[next], flavor)) next++;
  const text = lines.slice(at, next).map((line) => line.trimStart()).join('\n').trimEnd();
  return [el('p', {}, inline(text, flavor)), next];
}

/** interrupts reports whether a line ends the paragraph before it. Of ordered lists only those that begin with 1 do. */
function interrupts(line, flavor) {
  const item = marker.exec(line);
  if (item && line.trim() !== item[2] && (!/\d/.test(item[2]) || parseInt(item[2], 10) === 1)) return true;
  return Boolean(flavor.blocks) && /^ {0,3}(```|~~~|>|#{1,6} )/.test(line);
}

function fence(lines, at) {
  const open = /^ {0,3}(```+|~~~+)/.exec(lines[at])[1];
  let next = at + 1;
  while (next < lines.length && !lines[next].trim().startsWith(open)) next++;
  const text = lines.slice(at + 1, next).join('\n');
  return [el('pre', { class: 'card-code-block', tabindex: '0' }, el('code', {}, text)), next + 1];
}

function quote(lines, at, flavor, depth) {
  let next = at;
  while (next < lines.length && /^ {0,3}>/.test(lines[next])) next++;
  const inner = lines.slice(at, next).map((line) => line.replace(/^ {0,3}> ?/, ''));
  return [el('blockquote', { class: 'card-quote' }, blocks(inner, flavor, depth + 1).drawn), next];
}

/** list draws a list: its items are tight, that is without paragraphs, unless blank lines are between them. */
function list(lines, at, flavor, depth) {
  const first = marker.exec(lines[at])[2];
  const items = [];
  let loose = false;
  let next = at;
  while (next < lines.length) {
    const item = marker.exec(lines[next]);
    if (!item || item[2].at(-1) !== first.at(-1)) break;
    const [content, end] = itemLines(lines, next, item);
    let after = end;
    while (after < lines.length && lines[after].trim() === '') after++;
    const blank = after > end || (content.length > 1 && content.at(-1) === '');
    const more = after < lines.length && marker.exec(lines[after])?.[2].at(-1) === first.at(-1);
    const inside = blocks(content, flavor, depth + 1);
    loose ||= (blank && more) || inside.apart;
    items.push(inside.drawn);
    next = more ? after : end;
  }
  const ordered = /\d/.test(first);
  const start = ordered && parseInt(first, 10) !== 1 ? parseInt(first, 10) : undefined;
  const drawn = items.map((elements) => el('li', {}, tighten(elements, loose)));
  return [el(ordered ? 'ol' : 'ul', { start }, drawn), next];
}

/** itemLines are the lines of one item without its indent: those that are indented, and those that go on with its text. */
function itemLines(lines, at, item) {
  const [, indent, mark, space] = item;
  const empty = lines[at].trim() === mark;
  const width = indent.length + mark.length + (empty || space.length > 4 ? 1 : space.length);
  const content = [empty ? '' : lines[at].slice(width)];
  let next = at + 1;
  if (empty && lines[next]?.trim() === '') return [content, next]; // an item begins with one blank line at most
  for (; next < lines.length; next++) {
    const line = lines[next];
    if (line.trim() === '') content.push('');
    else if (line.startsWith(' '.repeat(width))) content.push(line.slice(width));
    else if (!goesOn(content.at(-1)) || marker.test(line)) break;
    else content.push(line.trimStart());
  }
  return [content, next];
}

/** goesOn reports whether a line has text that the next line may go on with, and not only the marks of items. */
function goesOn(line) {
  return line.replace(/^(?: *(?:[-*+]|\d{1,9}[.)])(?= |$))+/, '').trim() !== '';
}

function tighten(elements, loose) {
  if (loose) return elements;
  return elements.flatMap((element) => (element.tagName === 'P' ? [...element.childNodes] : [element]));
}
