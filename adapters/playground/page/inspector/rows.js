// What a line of the inspector says of a request, and which lines a filter leaves.

import { isObject, listOf, textOf } from '../cards/dom.js';
import { store } from '../store.js';

/**
 * @typedef {object} Row
 * @property {object} exchange see exchange in traffic.go
 * @property {number} at when it began, in seconds
 * @property {string} from 'toBot', 'fromBot' or 'turn'
 * @property {string} who
 * @property {string} kind the type of the activity, or 'request'
 * @property {string} what
 * @property {boolean} failed
 * @property {string} [text] all of it in small letters, once it was searched
 */

/** Makes the line of a request. */
export function rowOf(exchange) {
  const activity = activityOf(exchange);
  const row = {
    exchange, at: seconds(exchange.time), from: exchange.direction, kind: activity?.type ?? 'request', who: '', what: '',
    failed: Boolean(exchange.problem || exchange.error) || exchange.direction !== 'turn' && (exchange.status < 200 || exchange.status > 299),
  };
  if (row.from === 'toBot') {
    row.who = exchange.body?.from?.name || store.person(exchange.body?.from?.id)?.name || exchange.body?.from?.id || '';
    row.what = summary(exchange.body ?? {});
  } else if (row.from === 'turn') {
    row.kind = 'turn';
    row.who = store.state?.bot?.name ?? 'Bot';
    row.what = 'the turn went on after its answer, and ended';
  } else {
    row.who = store.state?.bot?.name ?? 'Bot';
    row.what = requestOf(exchange, activity);
  }
  return row;
}

/** The activity in a request: what the bot is told, sends, or replaces a message with. */
export function activityOf(exchange) {
  const { body, direction, url } = exchange;
  if (typeof body?.type !== 'string' || direction === 'turn') return undefined;
  return direction === 'toBot' || /\/activities(\/[^/]*)?(\?|$)/.test(url) ? body : undefined;
}

const verbs = { POST: 'sends', PUT: 'updates', DELETE: 'deletes', GET: 'asks for' };

function requestOf(exchange, activity) {
  if (activity) return `${exchange.method === 'PUT' ? 'updates' : 'sends'} ${summary(activity)}`;
  const path = decodeURIComponentSafely(exchange.url.replace(/^\/teams\/v3\//, '').replace(/^https?:\/\/[^/]*/, ''));
  if (exchange.method === 'DELETE' && /\/activities\//.test(path)) return 'deletes a message';
  if (exchange.method === 'POST' && path === 'conversations') return `starts a conversation ${exchange.body?.activity ? summary(exchange.body.activity) : ''}`;
  return `${verbs[exchange.method] ?? exchange.method} ${path}`;
}

function decodeURIComponentSafely(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

/** Says in a few words what an activity is, or what a bot took for one: what Teams refuses is shown as well. */
function summary(activity) {
  const { text, value } = activity;
  const parts = [activity.type, activity.name, activity.action, activity.channelData?.eventType].map(textOf);
  if (text) parts.push(`“${short(text)}”`);
  for (const attachment of listOf(activity.attachments).filter(isObject).slice(0, 10)) parts.push(`[${short(title(attachment))}]`);
  if (isObject(value)) parts.push(short(value.action?.verb || value.commandId || value.data?.dialog_id));
  for (const reaction of listOf(activity.reactionsAdded).slice(0, 10)) parts.push(`+${textOf(reaction?.type)}`);
  for (const reaction of listOf(activity.reactionsRemoved).slice(0, 10)) parts.push(`−${textOf(reaction?.type)}`);
  return parts.filter(Boolean).join(' ');
}

function title({ contentType, content, name }) {
  const first = [content?.title, content?.text, name, listOf(content?.body).find((element) => element?.text)?.text].map(textOf).find(Boolean);
  return `${textOf(contentType).split('.').at(-1)}${first ? `: ${first}` : ''}`;
}

const short = (text) => (textOf(text).length > 80 ? `${textOf(text).slice(0, 80)}…` : textOf(text));

/** Seconds with all digits: many requests are in one millisecond. */
function seconds(time) {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '0';
  return Math.floor(Date.parse(time) / 1000) + Number(`0.${fraction}`);
}

/** Puts a line where it belongs in time: a request is told of when it was answered, which is after others that it caused. */
export function insert(rows, row) {
  let at = rows.length;
  while (at > 0 && later(rows[at - 1], row)) at -= 1;
  rows.splice(at, 0, row);
  return at;
}

const later = (a, b) => a.at > b.at || a.at === b.at && a.from !== 'toBot' && b.from === 'toBot';

/** Makes what says whether a line is shown. */
export function filter({ text, conversation, kind, failed }) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => {
    if (failed && !row.failed) return false;
    if (kind && row.kind !== kind) return false;
    if (conversation && (row.exchange.conversation ?? '').split(';messageid=')[0] !== conversation) return false;
    if (!words.length) return true;
    row.text ??= `${row.who} ${row.what} ${JSON.stringify(row.exchange)}`.toLowerCase();
    return words.every((word) => row.text.includes(word));
  };
}

/** What a line shows besides. */
export function clock(row) {
  const date = new Date(row.at * 1000);
  const two = (n, width = 2) => String(n).padStart(width, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}

export function duration({ duration: nanoseconds = 0 }) {
  const ms = nanoseconds / 1e6;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
