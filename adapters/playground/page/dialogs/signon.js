// Single sign-on as Teams' clients do it: when a card asks to sign in and the person has agreed before, the client offers its
// token by itself, and the card is seen only if the bot does not take that.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-overview

import { remember, remembered } from '../prefs.js';
import { does, problemOf } from './act.js';

const most = 500; // outcomes that are remembered

/** Whether a person's client signs in by itself. */
export const signsInSilently = (person) => Boolean(remembered('silent', {})[person.id]);

/** Has a person's client sign in by itself, or no more. */
export function signInSilently(person, on) {
  const { [person.id]: _, ...others } = remembered('silent', {});
  remember('silent', on ? { ...others, [person.id]: true } : others);
}

/** The token that the token service gives for a person, unless they choose another one. */
export const tokenOf = (person) => `token-of-${person.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;

/** What came of cards that asked to sign in, for all people of the page. */
export class SignOn {
  #store;
  #from;
  #outcomes; // by the message's id: the connection, or why it failed
  #listeners = new Set();

  constructor(store) {
    this.#store = store;
    this.#from = store.happened; // earlier cards had their chance
    const kept = remembered('signOn', {});
    this.#outcomes = kept.start === store.state.start ? kept.outcomes : {}; // the ids of another start are of other messages
    store.on('posted', (entries) => entries.forEach((entry) => this.#take(entry)));
  }

  /** Calls fn with the id of each message for which something came of it. */
  on(fn) {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  /** @returns {{signedIn?: string, problem?: string}|undefined} the connection to which the card of a message led, or why to none */
  of(messageID) { return this.#outcomes[messageID]; }

  // In a chat with the bot: elsewhere Teams shows the card.
  #take({ serial, bot, conversation, activity }) {
    const place = bot && serial > this.#from && this.#store.conversation(conversation);
    const person = place?.type === 'personal' && this.#store.person(place.with);
    if (!person || !signsInSilently(person)) return;
    const card = activity.attachments?.find(isSilent)?.content;
    if (card) this.#offer({ store: this.#store, person, conversation, message: { id: activity.id } }, card);
  }

  async #offer(where, card) {
    let problem = '';
    try {
      const { answer } = await does(where, 'signIn', { card: asked(card), token: tokenOf(where.person), silent: true });
      problem = problemOf(answer ?? {});
    } catch (err) {
      problem = err.message;
    }
    const outcome = problem ? { problem } : { signedIn: card.connectionName };
    this.#outcomes = Object.fromEntries([...Object.entries(this.#outcomes).slice(-most), [where.message.id, outcome]]);
    remember('signOn', { start: this.#store.state.start, outcomes: this.#outcomes });
    for (const fn of this.#listeners) fn(where.message.id);
  }
}

/** Only what the act takes. */
const asked = ({ connectionName, tokenExchangeResource }) => ({ connectionName, tokenExchangeResource });

/** Whether an attachment is a card for which the client has a token. */
export const isSilent = ({ contentType = '', content }) => /^application\/vnd\.microsoft\.card\.oauth$/i.test(contentType) && Boolean(content?.connectionName && content.tokenExchangeResource?.id);
