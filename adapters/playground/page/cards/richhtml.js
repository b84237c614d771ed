// The subset of HTML that Teams knows in messages, hero and connector cards. The text is parsed as a document that runs nothing
// and loads nothing, and what is allowed is made anew from it.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#format-cards-with-html
import { el } from './dom.js';
import { link, picture } from './url.js';

const same = ['b', 'strong', 'i', 'em', 'u', 's', 'ul', 'ol', 'li', 'p', 'br', 'hr', 'sub', 'sup', 'div', 'span', 'table', 'thead', 'tbody', 'tr', 'th', 'td'];
const other = { __proto__: null, strike: 's', del: 's', h1: 'h3', h2: 'h4', h3: 'h5', h4: 'h6', h5: 'h6', h6: 'h6' };
const classes = { __proto__: null, h3: 'card-heading', h4: 'card-heading', h5: 'card-heading', h6: 'card-heading' };
const silent = ['script', 'style', 'template', 'noscript', 'iframe', 'object', 'embed', 'title', 'textarea', 'select', 'svg', 'math'];
const maxDepth = 100;
const maxTags = 5000; // of what is no message but an attack, browsers read tags in tags for seconds; then they are text

/**
 * richHTML draws a text with tags. What is not allowed loses its tag and keeps its text; scripts and their like lose both.
 *
 * @param {string} text
 * @param {function(string): (Node|undefined)} [mention] draws the inside of `<at>`, if that is a mention
 * @returns {Node[]}
 */
export function richHTML(text, mention) {
  if (isTooMuch(text)) return [document.createTextNode(text)];
  const parsed = new DOMParser().parseFromString(`<body>${text}`, 'text/html');
  return children(parsed.body, mention, 0);
}

/**
 * isTooMuch reports whether a text has more tags than are read.
 *
 * @param {string} text
 * @returns {boolean}
 */
export function isTooMuch(text) {
  return text.split('<', maxTags + 1).length > maxTags;
}

function children(node, mention, depth) {
  if (depth > maxDepth) return [document.createTextNode(node.textContent)];
  return [...node.childNodes].flatMap((child) => draw(child, mention, depth + 1));
}

function draw(node, mention, depth) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = node.localName;
  if (silent.includes(tag)) return [];
  if (tag === 'at') return [mention?.(`<at>${node.textContent}</at>`) ?? document.createTextNode(node.textContent)];
  if (tag === 'img') return [picture(node.getAttribute('src'), node.getAttribute('alt') ?? '', 'card-inline-image')];
  const inner = children(node, mention, depth);
  if (tag === 'a') return [link(node.getAttribute('href'), inner)];
  if (tag === 'pre') return [el('pre', { class: 'card-code-block', tabindex: '0' }, inner)];
  if (tag === 'code') return [el('code', { class: 'card-code' }, inner)];
  if (tag === 'blockquote') return [el('blockquote', { class: 'card-quote' }, inner)];
  const drawn = other[tag] ?? (same.includes(tag) ? tag : '');
  return drawn ? [el(drawn, { class: classes[drawn] }, inner)] : inner;
}
