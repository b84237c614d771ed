// Who is typing, and what the bot writes while it comes in.

import { post } from '../api.js';
import { h, fill } from '../dom.js';
import { avatar } from './avatar.js';
import { split } from './feed.js';
import { textOf } from './text.js';

const shown = 4000; // ms after which typing is over, as Teams has it, about
const streamEnds = 120_000; // ms that Teams gives a stream

const streamOf = (activity) => activity.entities?.find((one) => one.type === 'streaminfo');

export class Typing {
  #dots = h('p', { class: 'typing', role: 'status' });
  #stream = h('div', { class: 'stream' });
  #text = h('div', { class: 'column' });
  #names = new Map(); // to the timers that end it
  #timer = 0;
  #stop = h('button', { type: 'button', class: 'stop', hidden: true, onclick: () => this.#stops() }, 'Stop');

  element = h('div', { class: 'now' }, this.#stream, this.#stop, this.#dots);

  /** @param {{store: object, person: object}} around */
  constructor({ store, person }, conversation) {
    Object.assign(this, { store, person, conversation, place: split(conversation).place });
  }

  take(entries) {
    for (const entry of entries) {
      if (!entry.conversation || split(entry.conversation).place !== this.place) continue;
      const lasts = entry.activity?.text ? streamEnds : shown;
      if (entry.activity?.type === 'typing' && Date.now() - Date.parse(entry.time) > lasts) continue; // of the past
      this.#takeOne(entry);
    }
  }

  #takeOne({ kind, who, bot, only, activity }) {
    if (only && only !== this.person.name) return;
    if (activity?.type === 'typing' && bot && streamOf(activity)) this.#stop.hidden = false;
    if (activity?.type !== 'typing') {
      if (kind === 'posted') this.#ends(who, bot);
    } else if (bot && activity.text && streamOf(activity)?.streamType !== 'informative') {
      this.#streams(activity);
    } else if (activity.from?.id !== this.person.id) {
      this.#types(who, activity.text);
    }
  }

  #types(who, text) {
    clearTimeout(this.#names.get(who)?.timer);
    this.#names.set(who, { text, timer: setTimeout(() => this.#ends(who, Boolean(text)), text ? streamEnds : shown) });
    this.#draw();
  }

  #ends(who, bot) {
    if (bot) this.#endStream();
    clearTimeout(this.#names.get(who)?.timer);
    if (this.#names.delete(who)) this.#draw();
  }

  #draw() {
    const [first, ...others] = this.#names;
    const names = others.length ? `${[...this.#names.keys()].join(' and ')} are typing` : first && (first[1].text || `${first[0]} is typing`);
    fill(this.#dots, first && [h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), h('span', {}, names)]);
    this.#dots.classList.toggle('on', Boolean(first));
  }

  // Each chunk has the whole text so far.
  #streams(activity) {
    const { bot } = this.store.state;
    this.#ends(bot.name, false);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#endStream(), streamEnds);
    fill(this.#text, h('div', { class: 'bubble' }, h('div', { class: 'meta' }, h('span', { class: 'author' }, bot.name), h('span', { class: 'badge' }, 'Bot')),
      h('div', { class: 'body' }, textOf(activity))));
    if (this.#stream.firstChild) return;
    fill(this.#stream, h('div', { class: 'message theirs of-bot streaming' }, h('div', { class: 'message-row' }, avatar(bot.name, true), this.#text)));
  }

  async #stops() {
    try {
      await post('acts', { do: 'stop', person: this.person.id, conversation: this.conversation });
    } catch {
      // it has just ended
    }
  }

  #endStream() {
    clearTimeout(this.#timer);
    this.#stop.hidden = true;
    fill(this.#stream);
  }

  end() {
    clearTimeout(this.#timer);
    for (const { timer } of this.#names.values()) clearTimeout(timer);
  }
}
