// The messages of one conversation as one person sees them: a page of the newest, older ones on demand, and what happens
// from then on. It knows nothing of elements.

import { get } from '../api.js';

const page = 50;
const repliesShown = 3; // of each thread, until more are asked for

/**
 * @typedef {object} Message see message in read_messages.go
 * @property {string} id
 * @property {object} activity empty in a notice
 * @property {string} [notice] what people did with the conversation; it is no message then
 * @property {Message[]} [thread] the newest replies, of a message that began a thread
 * @property {number} [version] another one after each edit
 * @property {number} asOf the entry of the timeline up to which it, and its thread, are known
 */

/** Splits the id of a conversation into that of the place and that of the thread's first message. */
export function split(conversation) {
  const [place, root = ''] = conversation.split(';messageid=');
  return { place, root };
}

const taken = (messages, asOf) => messages.map((one) => (one.notice ? { ...one, activity: {} } : { ...one, id: one.activity.id, asOf }));

/** Whether a page of messages was full, so that there may be older ones. */
const isFull = (messages) => messages.filter((one) => !one.notice).length === page;

export class Feed {
  /** The messages that are loaded, the oldest first. @type {Message[]} */
  messages = [];
  /** There are older ones than those loaded. */
  more = false;
  /** Called with what became of messages: 'added', 'changed' or 'older', and those messages. */
  onchange = (kind, messages) => {};

  #byID = new Map();
  #from = 0; // entries up to this one are in what was loaded
  #waiting = null; // entries that came while the first page was loading
  #refreshing = new Map(); // by id: the messages that are being fetched again

  /**
   * @param {import('../store.js').store} store
   * @param {{id: string, name: string}} person
   * @param {string} conversation the id of a chat, a channel or, with ;messageid=, a thread
   */
  constructor(store, person, conversation) {
    const { place, root } = split(conversation);
    Object.assign(this, { store, person, conversation, place, root });
    this.channel = !root && store.conversation(conversation)?.type === 'channel';
  }

  #query(extra) {
    return { person: this.person.id, conversation: this.conversation, ...(this.channel && { replies: repliesShown }), ...extra };
  }

  /** Loads the newest messages. */
  async load() {
    this.#from = this.store.happened;
    this.#waiting = [];
    const loaded = taken(await get('messages', this.#query({ limit: page })), this.#from);
    this.more = isFull(loaded);
    this.#keep(loaded);
    const waiting = this.#waiting;
    this.#waiting = null;
    this.onchange('older', loaded);
    this.take(waiting);
  }

  /** Begins with the replies that are known with the message that began the thread, and what was said in it since. */
  startWith({ thread = [], replies = 0, asOf }) {
    this.#from = asOf;
    this.more = replies > thread.length;
    this.#keep(taken(thread, asOf));
    this.take(this.store.since(asOf));
  }

  /** Loads a page of older messages. Before they are told of, calls ready. */
  async older(ready = () => {}) {
    const before = this.messages[0]?.id ?? '';
    const asOf = this.store.happened;
    let loaded = taken(await get('messages', this.#query({ limit: page, before })), asOf);
    if (before && !this.#byID.has(before)) return; // forgotten meanwhile: what is between would be missing
    this.more = isFull(loaded);
    loaded = loaded.filter((one) => one.id !== this.root);
    this.#keep(loaded);
    ready();
    this.onchange('older', loaded);
    const ids = new Set(loaded.map((one) => one.id));
    this.#change(this.store.since(asOf).filter((entry) => ids.has(this.#about(entry))));
  }

  /** Forgets the oldest messages, so that a conversation in which much happens stays small. They can be loaded again. */
  forget(count) {
    const gone = this.messages.splice(0, count);
    for (const one of gone) this.#byID.delete(one.id);
    this.more ||= gone.length > 0;
    return gone;
  }

  #keep(messages) {
    for (const one of messages) this.#byID.set(one.id, one);
    this.messages = [...this.#byID.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Returns a message that is loaded. */
  message(id) { return this.#byID.get(id); }

  /** Takes entries of the timeline, of any conversation. */
  take(entries) {
    if (this.#waiting) {
      this.#waiting.push(...entries);
      return;
    }
    const added = [];
    for (const entry of entries) {
      if (entry.serial <= this.#from) continue;
      if (entry.notice && entry.notice.conversation === this.conversation) added.push({ ...entry.notice, notice: entry.notice.text, activity: {} });
      const id = this.#about(entry);
      if (!id) continue;
      if (entry.kind === 'posted') {
        if (this.#byID.has(id) || (entry.only && entry.only !== this.person.name)) continue;
        added.push({ id, activity: entry.activity, posted: entry.time, only: entry.only, asOf: entry.serial });
      } else {
        this.#change([entry]);
      }
    }
    this.#from = Math.max(this.#from, entries.at(-1)?.serial ?? 0); // what began with these entries may be told of them again
    if (!added.length) return;
    this.#append(added);
    this.onchange('added', added);
  }

  // Takes entries by which messages that are loaded became others.
  #change(entries) {
    for (const entry of entries) {
      const id = this.#about(entry);
      if (entry.kind === 'posted' || !this.#byID.has(id)) continue;
      if (entry.kind === 'edited') this.#byID.get(id).version = entry.serial;
      this.refresh(id).catch(() => {}); // the stream tells when the playground is gone
    }
  }

  #append(added) {
    const last = this.messages.at(-1)?.id ?? '';
    if (added.some((one, i) => one.id <= (added[i - 1]?.id ?? last))) {
      this.#keep(added);
      return;
    }
    for (const one of added) this.#byID.set(one.id, one);
    this.messages.push(...added); // ids rise: no need to sort thousands for one
  }

  /** Returns the id of the message of this feed that an entry is about, or ''. */
  #about(entry) {
    const id = { posted: entry.activity?.id, edited: entry.activity?.id, deleted: entry.activity?.id, reacted: entry.activity?.replyToId }[entry.kind];
    if (!id || !entry.conversation) return '';
    const { place, root } = split(entry.conversation);
    if (place !== this.place) return '';
    if (this.channel) return id === root ? id : '';
    return root === this.root && id !== this.root ? id : '';
  }

  /** Fetches one message again, and tells of it. What happens to it meanwhile fetches it once more, so that the last answer is the newest. */
  refresh(id) {
    const under = this.#refreshing.get(id) ?? {};
    under.again = true;
    if (!under.way) {
      this.#refreshing.set(id, under);
      under.way = this.#refresh(id, under).finally(() => this.#refreshing.delete(id));
    }
    return under.way;
  }

  async #refresh(id, under) {
    const conversation = this.channel ? `${this.place};messageid=${id}` : this.conversation;
    let problem;
    while (under.again) {
      under.again = false;
      problem = undefined;
      const fresh = await get('message', { person: this.person.id, conversation, id }).catch((err) => { problem = err; });
      const now = this.#byID.get(id);
      if (!fresh || !now) continue;
      for (const gone of ['edited', 'deleted', 'reactions']) delete now[gone];
      Object.assign(now, fresh, { thread: now.thread });
      this.onchange('changed', [now]);
    }
    if (problem) throw problem;
  }
}
