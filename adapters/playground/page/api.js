// How the page talks with the playground: requests with the page's token, and the stream of what happens.

import { parseExact } from './exact.js';
import { sentence } from './words.js';

const token = document.querySelector('meta[name="playground-token"]').content;

const most = 16 << 20; // bytes; as in api.go, which hangs up on who sends more

/** A request that the playground did not fulfil; its message is for the person. */
export class Refused extends Error {}

/**
 * @param {string} path below /playground/
 * @param {Record<string, string|number>} [query]
 */
export async function get(path, query = {}) {
  return answered(await request(`${path}?${new URLSearchParams(query)}`, {}));
}

/** Posts a body and returns the answer's. */
export async function post(path, body) {
  const data = new Blob([JSON.stringify(body)]);
  if (data.size > most) throw new Refused(`This is ${Math.ceil(data.size / (1 << 20))} MiB with what goes with it, and the playground takes ${most >> 20} MiB at once.`);
  return answered(await request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: data }));
}

/**
 * Fetches a picture of a message, which only the bot's token can get from the connector.
 *
 * @param {string} url of the view
 * @returns {Promise<string>} a data URL
 */
export async function picture(url) {
  const response = await request(`view?${new URLSearchParams({ url })}`, {});
  if (!response.ok) await answered(response);
  const blob = await response.blob();
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}

async function request(path, init) {
  try {
    return await fetch(`/playground/${path}`, {
      ...init, cache: 'no-store', headers: { ...init.headers, 'X-Playground-Token': token },
    });
  } catch (err) {
    if (err.name === 'AbortError') throw err;
    throw new Refused('The playground does not answer. Is it running?');
  }
}

async function answered(response) {
  const body = await response.text().then(parseExact).catch(() => ({}));
  if (!response.ok) throw new Refused(body.problem ? sentence(body.problem) : `The playground answered with ${response.status}.`);
  return body;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Calls onBatch with every event of the stream, for as long as the page is open, and onState with whether there is a
 * connection. EventSource cannot send the token, so this reads server-sent events itself.
 *
 * @param {() => {entries: number, exchanges: number}} seen the numbers of what the page has seen
 */
export async function listen(seen, onBatch, onState) {
  for (;;) {
    try {
      const response = await request(`events?${new URLSearchParams(seen())}`, {});
      if (response.status === 403) { // another start of the playground, with another token
        location.reload();
        return;
      }
      onState(true);
      for await (const event of events(response.body)) onBatch(parseExact(event));
    } catch {
      // The stream ended; it is asked for again.
    }
    onState(false);
    await pause(1000);
  }
}

/** Yields the data of server-sent events of one data line each. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const parts = text.split('\n\n');
    text = parts.pop();
    for (const part of parts) yield part.slice('data: '.length);
  }
}
