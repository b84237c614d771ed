// JSON whose numbers stay as they were written: JavaScript's have 53 bits, and ids that bots put into cards have more.

/** @param {any} v @returns {boolean} whether v stands for a number that JavaScript cannot hold; its member rawJSON is its text */
export const isExact = (v) => JSON.isRawJSON?.(v) ?? false;

const long = /\d{16}/; // digits: fewer fit

// https://tc39.es/proposal-json-parse-with-source/. A browser without it rounds, as JSON.parse does.
const keep = (_, value, context) => (typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source) ? JSON.rawJSON(context.source) : value);

/**
 * Reads JSON as JSON.parse does, but for whole numbers that JavaScript would round: those become what JSON.stringify writes
 * as they were.
 *
 * @param {string} text
 */
export function parseExact(text) {
  return JSON.rawJSON && long.test(text) ? JSON.parse(text, keep) : JSON.parse(text);
}

/** A copy of what JSON holds, at every depth. structuredClone knows nothing of exact numbers. */
export function copyOf(v) {
  if (Array.isArray(v)) return v.map(copyOf);
  if (v === null || typeof v !== 'object' || isExact(v)) return v;
  return Object.fromEntries(Object.entries(v).map(([name, member]) => [name, copyOf(member)]));
}
