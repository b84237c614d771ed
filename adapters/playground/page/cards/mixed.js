// Texts in which Teams knows both Markdown and tags: messages and connector cards.
import { el } from './dom.js';
import { markdown } from './markdown.js';
import { isTooMuch, richHTML } from './richhtml.js';

const names = 'b|strong|i|em|u|s|strike|del|sub|sup|p|br|hr|ul|ol|li|h[1-6]|pre|code|a|img|blockquote|table|thead|tbody|tr|th|td|div|span';
const written = new RegExp(`</?(?:${names})\\b[^<>]*>`, 'i');
const escaped = new RegExp(`&lt;(/?(?:${names}|at)\\b(?:(?!&gt;)[^<>]){0,1000})&gt;`, 'gi');
const code = /(<(?:code|pre)\b[\s\S]*?<\/(?:code|pre)>)/;

/**
 * mixed draws a text.
 *
 * @param {string} text
 * @param {import('./inline.js').Flavor} flavor
 * @param {function(string): (Node|undefined)} [mention] draws what stands between `<at>` and `</at>`, if that is a mention
 * @returns {Node[]}
 */
export function mixed(text, flavor, mention) {
  if (!written.test(text) || isTooMuch(text)) return markdown(text, { ...flavor, mention });
  // Of the Markdown's HTML, in which the tags are text, those that Teams knows become tags again, but not in code. What comes of that
  // is no more trusted than the text was: richHTML makes of it what is allowed.
  const html = el('div', {}, markdown(text, { ...flavor, raw: true })).innerHTML;
  const parts = html.split(code).map((part, i) => (i % 2 === 1 ? part : part.replace(escaped, '<$1>')));
  return richHTML(parts.join(''), mention);
}
