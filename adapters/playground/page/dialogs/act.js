// What people do besides writing: acts of invokes.go, and where they are done.

import { post, Refused } from '../api.js';
import { isExact } from '../exact.js';
import { sentence } from '../words.js';

/**
 * @typedef {object} Where who does something, and where
 * @property {object} store
 * @property {object} person
 * @property {string} conversation with its thread
 * @property {object} [message] that it is about, see message in read_messages.go
 */

/**
 * Does something and returns what came of it, see acted in acts.go.
 *
 * @param {Where} where
 * @param {string} what
 * @param {object} [more] that the act comes with
 * @param {object} [rest] of the request
 */
export function does({ person, conversation, message }, what, more, rest = {}) {
  return post('acts', { do: what, person: person.id, conversation, message: message?.id, with: more, ...rest });
}

/** Only what says where: views have more, and some of it is computed. */
export function place({ store, person, conversation, message }) {
  return { store, person, conversation, message };
}

/**
 * Says in words why the bot did not answer an invoke as it should; the bot's own words are the end of it.
 *
 * @param {{status: number, body?: any, problem?: string}} answer
 * @returns {string} '' if it did
 */
export function problemOf({ problem = '', body }) {
  if (!problem) return '';
  const own = body?.value?.message ?? body?.message ?? body?.failureDetail ?? body?.error?.message ?? (typeof body === 'string' ? body : '');
  return `${sentence(problem)}${own ? ` It says: ${own}` : ''}`;
}

/** Throws what {@link problemOf} says, for who shows it. */
export function mustAnswer(answer) {
  const problem = problemOf(answer ?? {});
  if (problem) throw new Refused(problem);
}

export const isObject = (v) => typeof v === 'object' && v !== null && !Array.isArray(v) && !isExact(v);
