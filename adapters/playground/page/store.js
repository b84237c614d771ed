// What the page knows: people and places, and what happened and went over the wire. Panels listen to it.

import { get, listen } from './api.js';

const kept = 5000; // entries and exchanges
const mostUnplaced = 1000; // messages
const past = 1000; // of each that are fetched at the start: more would take long. Who goes back asks for older ones, see past.go

class Store {
  /** People, conversations and the bot; see state in read.go. Of crowds it has the first only. */
  state = null;
  /** Entries of the world's timeline, see entry in events.go. */
  entries = [];
  /** Requests in both directions, see exchange in traffic.go. */
  exchanges = [];
  connected = false;

  #listeners = { state: new Set(), entries: new Set(), posted: new Set(), exchanges: new Set(), connected: new Set() };
  #people = new Map(); // by id: those of the state, and those found since
  #conversations = new Map();
  #told = ''; // the state in JSON, to tell a change from none
  #seen = { entries: 0, exchanges: 0 };

  /**
   * Calls fn at every change of a kind: 'state', 'entries' and 'exchanges' (with the new ones), 'connected', and 'posted', which
   * is the entries of messages, each when its place is known.
   * @returns {() => void} what ends it
   */
  on(kind, fn) {
    this.#listeners[kind].add(fn);
    return () => this.#listeners[kind].delete(fn);
  }

  // What one of them cannot draw must keep neither the others nor the stream from going on.
  #tell(kind, value) {
    for (const fn of this.#listeners[kind]) {
      try {
        fn(value);
      } catch (err) {
        reportError(err);
      }
    }
  }

  #past = 0;

  /** The serial of an entry up to which all that is fetched from now on knows what happened. */
  get happened() { return Math.max(this.#past, this.#seen.entries); }

  /** The entries after the one with a serial. */
  since(serial) { return this.entries.slice(this.entries.findLastIndex((one) => one.serial <= serial) + 1); }

  /** Fetches the state and begins to listen. */
  async start() {
    await this.refresh();
    const { entries, exchanges } = this.state;
    this.#seen = { entries: Math.max(0, entries - past), exchanges: Math.max(0, exchanges - past) };
    this.#past = entries;
    listen(
      () => this.#seen,
      (batch) => this.#take(batch),
      (connected) => {
        this.connected = connected;
        this.#tell('connected', connected);
        if (connected) this.#refreshSoon(); // people and places may have changed while nothing was heard
      },
    );
  }

  #asked = 0;
  #answered = 0;

  /** Fetches people and places again. */
  async refresh() {
    this.#asked += 1;
    const mine = this.#asked;
    const state = await get('state');
    if (mine < this.#answered) return; // a later answer came first
    this.#answered = mine;
    const { entries, exchanges, ...rest } = state;
    const told = JSON.stringify(rest);
    this.state = state;
    if (told === this.#told) return; // only something happened
    this.#told = told;
    for (const person of state.people ?? []) this.#people.set(person.id, person);
    this.#conversations = new Map(state.conversations?.map((one) => [one.id, one]));
    this.#tell('state', state);
    this.#place(this.#unplaced.splice(0));
  }

  #unplaced = []; // messages in places that the page is still to hear of: somebody has just made them

  #place(posted) {
    const placed = [];
    for (const one of posted) {
      if (this.conversation(one.conversation)) placed.push(one);
      else if (this.#unplaced.length < mostUnplaced) this.#unplaced.push(one);
    }
    if (placed.length) this.#tell('posted', placed);
  }

  #take({ entries = [], exchanges = [], changed = false }) {
    if (entries.length) {
      this.#seen.entries = entries.at(-1).serial;
      this.entries = [...this.entries, ...entries].slice(-kept);
      this.#tell('entries', entries);
      this.#place(entries.filter((one) => one.kind === 'posted' && one.conversation));
    }
    if (exchanges.length) {
      this.#seen.exchanges = exchanges.at(-1).serial;
      this.exchanges = [...this.exchanges, ...exchanges].slice(-kept);
      this.#tell('exchanges', exchanges);
    }
    if (changed) this.#refreshSoon();
  }

  // Many changes at once are one refresh.
  #refreshing = false;
  #refreshSoon() {
    if (this.#refreshing) return;
    this.#refreshing = true;
    setTimeout(async () => {
      this.#refreshing = false;
      await this.refresh().catch(() => {}); // the stream tells when the playground is gone
    }, 150);
  }

  person(id) {
    return this.#people.get(id);
  }

  /** Learns who someone is who may not be in the state, since crowds are not. */
  async know(id) {
    if (this.#people.has(id)) return;
    for (const person of await get('members', { id })) this.#people.set(person.id, person);
  }

  /**
   * Finds people by the beginning of a part of their name.
   *
   * @param {string} name
   * @param {string} [conversation] whose members they are; else they may be anyone
   * @param {number} [limit] how many at most
   */
  async find(name, conversation = '', limit = 20) {
    const found = await get('members', { name, conversation, limit });
    for (const person of found) this.#people.set(person.id, person);
    return found;
  }

  /** The chat or channel of an id, which may name a thread of it. */
  conversation(id) {
    return this.#conversations.get(id.split(';messageid=')[0]);
  }
}

export const store = new Store();
