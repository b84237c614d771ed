// Several people side by side. Who they are and where is kept over a reload.

import { remember, remembered } from '../prefs.js';
import { SignOn } from '../dialogs/index.js';
import { choosePerson } from './people.js';
import { Pane } from './pane.js';
import { Problems } from './problems.js';
import { sameFor } from './places.js';
import { Unread } from './unread.js';

const atFirst = 2;
const most = 6; // more is more than a screen has room for

export class Panes {
  #panes = [];
  #around;

  /**
   * @param {HTMLElement} root
   * @param {object} store
   */
  constructor(root, store) {
    this.root = root;
    this.store = store;
    this.problems = new Problems(store);
    this.#around = { store, problems: this.problems, unread: new Unread(store), signOn: new SignOn(store) };
    this.#listed = this.#people();
    store.on('state', () => this.#leave());
  }

  #listed; // the ids of the people in the state

  #people() { return new Set((this.store.state.people ?? []).map((one) => one.id)); }

  /** Puts up the panes that were there when the page was left, or those for the first people. */
  async start() {
    const kept = remembered('panes', []);
    await Promise.all(kept.map((one) => this.store.know(one.person)));
    const known = kept.filter((one) => this.store.person(one.person));
    const first = (this.store.state.people ?? []).slice(0, atFirst).map((person) => ({ person: person.id }));
    for (const one of known.length ? known : first) this.#add(one);
  }

  #add(kept, after) {
    const pane = new Pane(this.#around, kept, {
      changed: () => this.#keep(), close: (one) => this.close(one), show: (place, person, beside) => this.show(place, person, beside),
    });
    const at = after ? this.#panes.indexOf(after) + 1 : this.#panes.length;
    this.root.insertBefore(pane.element, this.#panes[at]?.element ?? null);
    this.#panes.splice(at, 0, pane);
    this.#keep();
    return pane;
  }

  #keep() { remember('panes', this.#panes.map((one) => one.kept)); }

  /** Opens a pane for someone who is chosen at an anchor. */
  add(anchor) {
    choosePerson(anchor, this.store, { label: 'Add a pane for', chosen: (person) => {
      const { place } = this.#panes.at(-1) ?? {};
      this.open(person, place?.type === 'personal' ? undefined : place);
    } });
  }

  /** Opens a pane for a person, at a place if they are in it. */
  open(person, place, after) {
    if (this.#panes.length >= most) this.close(this.#panes.at(-1));
    const pane = this.#add({ person: person.id, place: sameFor(this.store, person, place)?.id }, after);
    pane.element.scrollIntoView({ inline: 'nearest' });
    pane.focus();
    return pane;
  }

  /** Puts a place in front of another person: in a pane of theirs, or a new one beside. */
  show(place, person, beside) {
    const theirs = this.#panes.find((one) => one !== beside && one.person.id === person.id);
    if (!theirs) {
      this.open(person, place, beside);
      return;
    }
    theirs.go(sameFor(this.store, person, place));
    theirs.focus();
  }

  close(pane) {
    const at = this.#panes.indexOf(pane);
    const focused = document.activeElement === document.body || pane.element.contains(document.activeElement);
    pane.end();
    pane.element.remove();
    this.#panes.splice(at, 1);
    this.#keep();
    if (!focused) return; // who writes elsewhere goes on there
    const next = this.#panes[Math.min(at, this.#panes.length - 1)];
    if (next) next.focus();
    else document.getElementById('add-pane')?.focus();
  }

  /** Puts the focus into the pane with that number, the first being 0. */
  focus(number) { this.#panes[number]?.focus(); }

  // Those who left the organization have no pane any more. Of a crowd, nobody is listed.
  #leave() {
    const before = this.#listed;
    this.#listed = this.#people();
    const left = (id) => before.has(id) && !this.#listed.has(id) && this.store.state.peopleCount === this.#listed.size;
    for (const pane of this.#panes.filter((one) => left(one.person.id))) this.close(pane);
  }
}
