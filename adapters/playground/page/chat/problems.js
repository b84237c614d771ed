// What went wrong between the playground and the bot, for where it is to be said.

import { sentence } from '../words.js';
import { split } from './feed.js';

export class Problems {
  #store;
  #byMessage = new Map();
  #listeners = new Set();

  constructor(store) {
    this.#store = store;
    this.#take(store.exchanges);
    store.on('exchanges', (exchanges) => {
      const { messages, places } = this.#take(exchanges);
      for (const fn of this.#listeners) fn(messages, places);
    });
  }

  /**
   * Calls fn with the ids of the messages for which something is to be said, or no more, and with what the bot asked for in a
   * place, '' being none, and did not get.
   *
   * @param {(messages: string[], places: {place: string, text: string, time: string}[]) => void} fn
   */
  on(fn) {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  /** Learns why the bot did not take a message that was loaded, and may be older than the exchanges that the page has. */
  learn(messageID, problem) {
    if (problem) this.#byMessage.set(messageID, sentence(problem));
  }

  /** Returns why the bot did not take a message, or ''. */
  of(messageID) { return this.#byMessage.get(messageID) ?? ''; }

  /** Whether the bot took what it was sent at last: true, false, or undefined if it was not asked yet; why not, and its status, if it has one. */
  bot() {
    const last = this.#store.exchanges.findLast((one) => one.direction === 'toBot');
    const answered = last && (!last.problem || (last.body?.type === 'invoke' && last.status >= 400 && ![401, 403, 404].includes(last.status)));
    return { answers: answered, problem: answered ? '' : last?.problem ?? '', status: last?.status };
  }

  #take(exchanges) {
    const messages = [];
    const places = [];
    for (const one of exchanges) {
      if (one.direction === 'toBot' && one.activity) this.#toBot(one, messages);
      if (one.direction === 'fromBot' && one.status >= 400 && (one.conversation || one.problem)) {
        const place = split(one.conversation ?? '').place; // none, if the bot got no token
        places.push({ place, time: one.time, text: !place && one.problem ? sentence(one.problem) : refused(one) });
      }
    }
    return { messages, places };
  }

  #toBot(exchange, messages) {
    const id = exchange.activity;
    if (exchange.problem) this.#byMessage.set(id, sentence(exchange.problem));
    else if (!this.#byMessage.delete(id)) return;
    messages.push(id);
  }
}

const verbs = { POST: 'say something', PUT: 'change a message', DELETE: 'delete something', GET: 'look something up' };

function refused({ method, status, answer, problem }) {
  const why = problem || answer?.error?.message || answer?.message || 'no reason is given';
  return sentence(`The bot tried to ${verbs[method] ?? method} here, and was refused with ${status}: ${why}`);
}
