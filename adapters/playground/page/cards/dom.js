// The one way in which the cards make elements. Texts of bots only ever become text nodes: nothing here, or in the modules
// beside it, sets innerHTML.

import { isExact } from '../exact.js';

/**
 * el makes an element.
 *
 * @param {string} tag
 * @param {Object<string, any>} [attributes] `class`, ARIA and the like; `on*` are listeners; false, null and undefined are
 *   left out, and true is an empty attribute.
 * @param {...(Node|string|null|undefined|Node[])} children strings become text nodes. A long list is given as a list: a function takes
 *   only so many arguments.
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  return add(element, children);
}

/**
 * add appends children, those in lists too.
 *
 * @param {HTMLElement} element
 * @param {(Node|string|null|undefined|Node[])[]} children
 * @returns {HTMLElement} the same element
 */
export function add(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(element, child);
    else if (child !== undefined && child !== null) element.append(child);
  }
  return element;
}

/**
 * uniqueId makes an id for what a label or aria-describedby names. Ids of cards are the bot's and may stand in many messages, so
 * they never become ids of the page.
 *
 * @returns {string}
 */
export function uniqueId() {
  return `card-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
}

/**
 * pressableRole is the role of something that is pressed. What stands inside a button is hidden from who does not see it, so
 * what holds buttons or fields of its own is a group.
 *
 * @param {HTMLElement} element with all that is in it
 * @param {string} role that it has else
 * @returns {string}
 */
export function pressableRole(element, role) {
  return element.querySelector('a, button, input, select, textarea, [tabindex]') ? 'group' : role;
}

/**
 * textOf is v if it is a text; numbers and booleans, which bots write where a text belongs, as text; else ''.
 *
 * @param {any} v
 * @returns {string}
 */
export function textOf(v) {
  if (typeof v === 'string') return v;
  if (isExact(v)) return v.rawJSON;
  return typeof v === 'number' || typeof v === 'boolean' ? String(v) : '';
}

/**
 * listOf is v if it is a list; else an empty one.
 *
 * @param {any} v
 * @returns {any[]}
 */
export function listOf(v) {
  return Array.isArray(v) ? v : [];
}

/**
 * isObject reports whether v is a JSON object.
 *
 * @param {any} v
 * @returns {boolean}
 */
export function isObject(v) {
  return typeof v === 'object' && v !== null && !Array.isArray(v) && !isExact(v);
}

/**
 * oneOf is v in lower case if it is one of names, which are in lower case; else ''. Names in cards are compared without case.
 *
 * @param {any} v
 * @param {string[]} names
 * @returns {string}
 */
export function oneOf(v, names) {
  const name = typeof v === 'string' ? v.toLowerCase() : '';
  return names.includes(name) ? name : '';
}
