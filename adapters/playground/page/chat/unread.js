// What people have not read yet. Whether someone has is known by this page only: it counts what is said while they look
// elsewhere.

import { remember, remembered } from '../prefs.js';
import { split } from './feed.js';
import { isIn } from './places.js';

export class Unread {
  #store;
  #counts = new Map(); // by person and place
  #read; // the newest message that they have read, likewise
  #listeners = new Set();

  constructor(store) {
    this.#store = store;
    // The ids of another start of the playground are of other messages.
    const kept = remembered('read', {});
    this.#read = kept.start === store.state.start ? kept.ids : {};
    store.on('posted', (entries) => this.#take(entries));
  }

  on(fn) {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  count(person, place) { return this.#counts.get(`${person} ${place}`) ?? 0; }

  /** A person has read a place up to a message. */
  read(person, place, messageID) {
    const key = `${person} ${place}`;
    if ((this.#read[key] ?? '') < messageID) {
      this.#read[key] = messageID;
      remember('read', { start: this.#store.state.start, ids: this.#read });
    }
    if (this.#counts.delete(key)) this.#tell();
  }

  #take(entries) {
    let any = false;
    for (const entry of entries) any = this.#count(entry) || any;
    if (any) this.#tell();
  }

  #count(entry) {
    const place = this.#store.conversation(entry.conversation);
    let any = false;
    for (const id of place.type === 'personal' ? [place.with] : place.members ?? []) {
      const key = `${id} ${split(entry.conversation).place}`;
      const person = this.#store.person(id);
      const mine = entry.activity.from?.id === id || (entry.only && entry.only !== person?.name);
      if (mine || !person || !isIn(person, place) || entry.activity.id <= (this.#read[key] ?? '')) continue;
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
      any = true;
    }
    return any;
  }

  #tell() {
    for (const fn of this.#listeners) fn();
  }
}
