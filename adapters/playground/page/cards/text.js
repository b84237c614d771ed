// The text of a message, and mentions in it and in cards.
import { add, el, isObject, listOf, textOf } from './dom.js';
import { mixed } from './mixed.js';
import { richHTML } from './richhtml.js';

/** What Markdown may do in messages and connector cards; in Adaptive Cards it may less. */
export const messageMarkdown = { code: true, strike: true, blocks: true };

/**
 * renderText draws the text of a message.
 *
 * @param {string|undefined} text
 * @param {string} [textFormat] markdown (the default), xml or plain
 * @param {Object[]} [entities] of the activity; its mentions
 * @returns {HTMLElement}
 */
export function renderText(text, textFormat = 'markdown', entities = []) {
  const mention = mentions(entities);
  const box = el('div', { class: 'card-text' });
  switch (textOf(textFormat).toLowerCase()) {
    case 'plain':
      box.classList.add('card-plain');
      box.append(textOf(text));
      break;
    case 'xml':
      add(box, richHTML(textOf(text), mention));
      break;
    default:
      add(box, mixed(textOf(text), messageMarkdown, mention));
  }
  return box;
}

/**
 * mentions makes the function that draws `<at>name</at>` where an entity says who that is.
 *
 * @param {any} entities
 * @returns {function(string): (HTMLElement|undefined)}
 */
export function mentions(entities) {
  const known = new Map();
  for (const entity of listOf(entities)) {
    if (isObject(entity) && textOf(entity.type).toLowerCase() === 'mention' && textOf(entity.text)) known.set(bare(entity.text), entity);
  }
  return (text) => {
    const entity = known.get(bare(text));
    if (!entity) return undefined;
    const name = bare(text) || textOf(entity.mentioned?.name);
    return el('span', { class: 'card-mention', title: textOf(entity.mentioned?.name) || undefined }, name);
  };
}

/** bare is the name between the tags, without the entities of XML in it. */
function bare(text) {
  const inner = /^<at[^>]*>([\s\S]*)<\/at>$/i.exec(textOf(text).trim())?.[1] ?? textOf(text);
  return inner.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name]);
}
