// Before a card is drawn: what this page does not know, or cannot do, gives way to its fallback, as the specification of
// Adaptive Cards says. What has no fallback is left out, and what it is in falls back instead, if that has one.
// https://github.com/microsoft/AdaptiveCards/blob/main/specs/elements/Fallback.md
import { isObject, textOf } from './dom.js';
import { actionSince, compareVersions, elementSince, notDrawnActions, notDrawnElements, parts, teamsElements, teamsVersion } from './schema.js';

const maxDepth = 100; // of parts in parts, so that no card exhausts the stack

/** What a card's `requires` may ask for. Teams is of this version. */
const capabilities = { __proto__: null, adaptiveCards: teamsVersion };

/**
 * @typedef {Object} Note
 * @property {string} text what was left out or replaced, and why
 * @property {string} where in the card, such as body[0].items[1]
 * @property {any} json
 */

/**
 * resolve returns the card without what cannot be drawn, and what there is to say about it. The card itself stays as it is.
 *
 * @param {Object} card
 * @returns {{card: Object, notes: Note[]}}
 */
export function resolve(card) {
  const notes = [];
  const [resolved] = insides(card, 'AdaptiveCard', { notes, where: '', depth: 0 });
  return { card: resolved, notes };
}

/** part resolves one part; the second of what it returns says that what it is in falls back. */
function part(node, kind, at) {
  if (kind === 'TextRun' && typeof node === 'string') return [node, false];
  if (!isObject(node)) return [undefined, false];
  const type = typeOf(node, kind);
  if (kind === 'tap' && type === 'Action.ShowCard') {
    note(at, 'An Action.ShowCard cannot be a selectAction: nothing happens here', node);
    return [undefined, false];
  }
  const known = knows(type, kind);
  const unmet = known ? missing(node.requires) : '';
  const [resolved, inside] = known ? insides({ ...node, type }, type, at) : [undefined, false];
  if (known && !unmet && !inside) return [resolved, false];
  return fallBack({ node, kind, type, resolved, why: reason(known, unmet) }, at);
}

function fallBack({ node, kind, type, resolved, why }, at) {
  const { fallback } = node;
  const name = type || 'Something without a type';
  if (typeof fallback === 'string' && fallback.toLowerCase() === 'drop') {
    if (why) note(at, `${name} is left out: ${why}`, node);
    return [undefined, false];
  }
  if (isObject(fallback) && at.depth < maxDepth) {
    if (why) note(at, `${name} is replaced by its fallback: ${why}`, node);
    return part(fallback, kind, { ...at, where: `${at.where}.fallback`, depth: at.depth + 1 });
  }
  if (why && !resolved) note(at, `${name} is left out: ${why}`, node);
  return [resolved, true];
}

function note({ notes, where }, text, json) {
  notes.push({ text, where, json });
}

function reason(known, unmet) {
  if (!known) return 'Adaptive Cards in Teams do not know it';
  return unmet && `it requires ${unmet}`;
}

/** insides resolves the parts of a part. */
function insides(node, type, at) {
  if (at.depth >= maxDepth) return [node, false];
  const resolved = { ...node };
  let bubbles = false;
  for (const [name, kind] of Object.entries(parts[type] ?? {})) {
    const value = node[name];
    const where = at.where ? `${at.where}.${name}` : name;
    const inside = (item, place) => part(item, kind, { ...at, where: place, depth: at.depth + 1 });
    if (Array.isArray(value)) {
      const items = value.map((item, i) => inside(item, `${where}[${i}]`));
      resolved[name] = items.map(([item]) => item).filter((item) => item !== undefined);
      bubbles ||= items.some(([, bubble]) => bubble);
    } else if (value !== undefined) {
      const [item, bubble] = inside(value, where);
      resolved[name] = item;
      bubbles ||= bubble;
    }
  }
  return [resolved, bubbles];
}

function typeOf(node, kind) {
  const type = textOf(node.type);
  return type === '' && kind !== 'element' && kind !== 'action' && kind !== 'tap' ? kind : type;
}

function knows(type, kind) {
  switch (kind) {
    case 'element':
      return type in elementSince || teamsElements.includes(type) || notDrawnElements.includes(type);
    case 'action':
    case 'tap':
      return type in actionSince || notDrawnActions.includes(type);
    default:
      return type === kind;
  }
}

/** missing names the first thing that is required and not there. */
function missing(requires) {
  if (!isObject(requires)) return '';
  for (const [name, version] of Object.entries(requires)) {
    const here = capabilities[name];
    if (!here || (version !== '*' && !(compareVersions(textOf(version), here) <= 0))) return `${name} ${textOf(version)}`;
  }
  return '';
}
