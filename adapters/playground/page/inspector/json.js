// JSON with its objects and arrays folded or unfolded.

import { h } from '../dom.js';
import { isExact } from '../exact.js';

const atATime = 200; // members that are shown of one object or array before one asks for more

/**
 * Shows a value.
 *
 * @param {any} value
 * @param {number} open how many levels are unfolded
 */
export function tree(value, open = 2) {
  return h('div', { class: 'json' }, node(undefined, value, open));
}

function node(name, value, open) {
  const label = name === undefined ? null : [h('span', { class: 'json-name' }, name), ': '];
  if (value === null || typeof value !== 'object' || isExact(value)) {
    const kind = value === null ? 'null' : isExact(value) ? 'number' : typeof value;
    return h('div', { class: 'json-leaf' }, label, h('span', { class: `json-${kind}` }, JSON.stringify(value)));
  }
  const isArray = Array.isArray(value);
  const members = Object.entries(value);
  const [left, right] = isArray ? ['[', ']'] : ['{', '}'];
  if (!members.length) return h('div', { class: 'json-leaf' }, label, left + right);
  const details = h('details', {}, h('summary', {}, label, left, h('span', { class: 'json-hint' }, ` ${preview(value, members.length)} `, right)));
  let drawn = false;
  const draw = () => {
    if (drawn) return;
    drawn = true;
    const list = h('div', { class: 'json-members' });
    details.append(list, h('div', {}, right));
    const more = (from) => {
      for (const [key, member] of members.slice(from, from + atATime)) list.append(node(isArray ? undefined : key, member, open - 1));
      const left = members.length - from - atATime;
      if (left > 0) {
        const button = h('button', {
          type: 'button', class: 'link',
          onclick: () => {
            button.remove();
            more(from + atATime);
          },
        }, `${left} more`);
        list.append(button);
      }
    };
    more(0);
  };
  details.addEventListener('toggle', () => { if (details.open) draw(); });
  if (open > 0) {
    draw();
    details.open = true;
  }
  return details;
}

function preview(value, count) {
  if (Array.isArray(value)) return count === 1 ? '1 element' : `${count} elements`;
  const named = ['type', 'name', 'title', 'id'].find((name) => typeof value[name] === 'string');
  return named ? `${named}: ${JSON.stringify(value[named].slice(0, 60))} …` : count === 1 ? '1 member' : `${count} members`;
}
