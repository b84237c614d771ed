// The world panel: the organization, its people and places, on the left; on the right what can be done with one of them.

import { h, fill } from '../dom.js';
import { post } from '../api.js';
import { remember, remembered } from '../prefs.js';
import { redraw, Said } from './parts.js';
import { index } from './world_index.js';
import { making } from './world_make.js';
import { personPage } from './world_person.js';
import { mostMembers } from './world_members.js';
import { placePage } from './world_place.js';

export const title = 'World';

/** Shows the panel. */
export function mount(root, store) {
  new WorldPanel(root, store);
}

/** What the parts of the panel work with. */
class WorldPanel {
  said = new Said();
  #index = h('nav', { class: 'index', 'aria-label': 'People and places' });
  #page = h('div', { class: 'page' });
  #drawn = '';
  #asked = ''; // for whose names

  constructor(root, store) {
    this.store = store;
    this.shown = remembered('world', { kind: '', id: '' }); // person, place, team, or make and what
    root.classList.add('split');
    root.append(this.#index, h('section', { class: 'detail', 'aria-label': 'Details' }, this.said.element, this.#page));
    store.on('state', () => this.draw());
    this.draw();
  }

  /** Shows a person, a place or a form. */
  show(kind, id) {
    if (kind !== this.shown.kind || id !== this.shown.id) fill(this.#page); // what was written is of the one that was shown
    this.shown = { kind, id };
    remember('world', this.shown);
    this.said.clear();
    this.#drawn = '';
    this.draw();
  }

  /**
   * Does a deed, tells of it, and shows it.
   *
   * @param {object} deed see worldacts.go
   * @param {string} text what was done
   * @param {{told?: boolean}} [how] told is false if Teams tells bots nothing of it
   */
  async do(deed, text, { told = true } = {}) {
    const out = await post('world', deed);
    await this.store.refresh();
    this.draw();
    if (out.problem) this.said.problem(`${text} ${out.problem}`);
    else this.said.done(`${text} ${!told ? 'Teams tells bots nothing of that.' : out.told ? 'The bot is told.' : 'The bot is not there, and is not told.'}`);
    return out;
  }

  draw() {
    redraw(this.#index, index(this));
    const { kind, id } = this.shown;
    const what = kind === 'person' ? this.store.person(id) : kind === 'place' ? this.store.conversation(id) : null;
    const drawn = JSON.stringify([kind, id, what, kind === 'place' ? [this.team(what), this.store.state.people?.map((one) => one.name)] : null,
      kind === 'person' ? this.store.state.conversations : null]);
    if (drawn === this.#drawn) return; // who writes in a form is not disturbed
    this.#drawn = drawn;
    redraw(this.#page, this.#content(kind, id, what));
    if (kind === 'place' && what) this.#learn(what);
  }

  // Asks for the names of the first members that the state does not have: those of crowds.
  async #learn({ id, members = [] }) {
    const first = members.slice(0, mostMembers);
    const asked = [id, ...first].join(' ');
    if (this.#asked === asked || first.every((one) => this.store.person(one))) return;
    this.#asked = asked;
    try {
      await this.store.find('', id, mostMembers);
    } catch {
      return; // their ids are shown
    }
    this.#drawn = '';
    this.draw();
  }

  // Whether somebody is in the organization; of crowds and of very many, the state has not all.
  #isHere(id) {
    const { people = [], peopleCount } = this.store.state;
    return id.startsWith('29:crowd-') || peopleCount > people.length || people.some((one) => one.id === id);
  }

  /** The channels of the team of a place. */
  team(place) {
    return place?.teamId ? this.store.state.conversations.filter((one) => one.teamId === place.teamId) : [];
  }

  #content(kind, id, what) {
    if (kind === 'make') return making(this, id);
    if (kind === 'person' && what && this.#isHere(id)) return personPage(this, what);
    if (kind === 'place' && what && !(what.deleted && !what.teamId)) return placePage(this, what);
    return h('p', { class: 'empty' }, kind && kind !== 'make' ? 'This is no more.' : 'Choose a person or a place, or make one with +.');
  }
}
