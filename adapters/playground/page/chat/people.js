// Choosing a person, of few or of a crowd.

import { h, fill } from '../dom.js';
import { openPopup } from '../menu.js';
import { avatar } from './avatar.js';
import { note } from './tools.js';

/**
 * Opens a list of people with a box to find them by name.
 *
 * @param {HTMLElement} anchor
 * @param {object} store
 * @param {{label: string, conversation?: string, current?: string, chosen: (person: object) => void}} how with a
 * conversation, only its members can be chosen
 */
export function choosePerson(anchor, store, { label, conversation, current, chosen }) {
  let asked = 0;
  const list = h('ul', { class: 'people' });
  const box = h('input', { type: 'search', class: 'search', placeholder: 'Find by name', 'aria-label': 'Find by name', oninput: () => look(box.value) });
  const popup = h('div', { class: 'popup choose', role: 'dialog', 'aria-label': label, onkeydown: keys }, h('h4', {}, label), box, list);
  const shut = openPopup(anchor, popup);
  box.focus();
  look('');

  async function look(name) {
    asked += 1;
    const mine = asked;
    try {
      const people = await store.find(name, conversation);
      if (mine !== asked) return;
      fill(list, people.length ? people.map(item) : h('li', { class: 'empty' }, 'Nobody has such a name.'));
    } catch (err) {
      fill(list, h('li', {}, note(err.message)));
    }
  }

  function item(person) {
    return h('li', {}, h('button', {
      type: 'button', class: 'menu-item', 'aria-current': person.id === current ? 'true' : undefined,
      onclick: () => {
        shut(true);
        chosen(person);
      },
    }, avatar(person.name), h('span', {}, person.name), person.guest && h('span', { class: 'badge' }, 'Guest')));
  }

  function keys(event) {
    const stops = [box, ...list.querySelectorAll('button')];
    const at = stops.indexOf(document.activeElement);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      stops.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % stops.length).focus();
    } else if (event.key === 'Enter' && at === 0) {
      event.preventDefault();
      stops[1]?.click();
    }
  }
}
