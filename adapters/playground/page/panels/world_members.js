// Who is in a place, who is added and who leaves; and choosing people, of few or of a crowd.

import { h, fill } from '../dom.js';
import { avatar } from '../chat/avatar.js';
import { button, line, lineForm, tick } from './parts.js';

export const mostMembers = 50; // that are listed
const offered = 20; // people to choose from at a time

/** Makes the list of members, each with what removes them, and what adds others. */
export function members({ panel, place, by }) {
  const { said, store } = panel;
  const ids = (place.members ?? []).slice(0, mostMembers);
  const chosen = choosing(store, (person) => !place.members?.includes(person.id));
  const count = place.count.toLocaleString();
  return [
    h('h3', {}, `Members (${count})`),
    h('ul', { class: 'members' }, ids.map((id) => {
      const name = store.person(id)?.name ?? id;
      return h('li', {}, avatar(name), h('button', { type: 'button', class: 'name', 'data-key': `who ${id}`, onclick: () => panel.show('person', id) }, name),
        button(said, 'Remove', () => by({ do: 'removeMembers', people: [id] }, `${name} is not in it any more.`), { class: 'link', 'aria-label': `Remove ${name}`, 'data-key': `remove ${id}` }));
    })),
    place.count > ids.length ? h('p', { class: 'note' }, `and ${(place.count - ids.length).toLocaleString()} more`) : null,
    h('h3', {}, 'Add members'),
    lineForm(said, chosen.element, 'Add', async () => {
      const names = chosen.people().map((one) => one.name).join(', ');
      await by({ do: 'addMembers', people: chosen.people().map((one) => one.id) }, `${names} ${chosen.people().length > 1 ? 'are' : 'is'} in it now.`);
    }, { class: 'line choose-line' }),
  ];
}

/**
 * Makes a list of people to tick, with a box to find others by name.
 *
 * @param {object} store
 * @param {(person: object) => boolean} offers who can be chosen
 * @returns {{element: HTMLElement, people: () => object[]}}
 */
export function choosing(store, offers) {
  const chosen = new Map();
  const list = h('div', { class: 'ticks' });
  const find = line({ class: 'input find', 'aria-label': 'Find people by name', placeholder: 'Find by name', 'data-key': 'find', oninput: () => look(find.value.trim()) });
  let asked = 0;

  function draw(found) {
    const others = found.filter((one) => offers(one) && !chosen.has(one.id)).slice(0, offered);
    const all = [...chosen.values(), ...others];
    fill(list, all.length ? all.map((one) => tick(one.name, {
      checked: chosen.has(one.id), 'data-key': `tick ${one.id}`,
      onchange: (event) => (event.target.checked ? chosen.set(one.id, one) : chosen.delete(one.id)),
    })) : h('p', { class: 'note' }, 'Nobody else is there.'));
  }

  async function look(name) {
    asked += 1;
    const mine = asked;
    try {
      const found = name ? await store.find(name) : store.state.people ?? [];
      if (mine === asked) draw(found);
    } catch (err) {
      fill(list, h('p', { class: 'note problem', role: 'alert' }, err.message));
    }
  }

  draw(store.state.people ?? []);
  const many = store.state.peopleCount > offered;
  return { element: h('div', { class: 'choosing', role: 'group', 'aria-label': 'People' }, many ? find : null, list), people: () => [...chosen.values()] };
}
