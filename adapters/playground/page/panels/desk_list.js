// The list of whom the bot remembers: who is chosen, and what became of the message for each.

import { h, fill } from '../dom.js';
import { avatar } from '../chat/avatar.js';
import { sentence } from '../words.js';

const words = { person: 'Person', chat: 'Group chat', meeting: 'Meeting', channel: 'Channel', thread: 'Thread' };

export class Recipients {
  element = h('div', { class: 'recipients' });
  #records = [];
  #chosen = new Set(); // keys
  #outcomes = new Map(); // by key

  /** @param {() => void} changed is called when others are chosen */
  constructor(changed) {
    this.changed = changed;
  }

  /** The keys of who is chosen, and is still listed. */
  get chosen() { return this.#records.map((one) => one.key).filter((key) => this.#chosen.has(key)); }

  /** How many are listed. */
  get count() { return this.#records.length; }

  /** Shows a list, after what is there if it is the rest of it. */
  show({ records, next }, after, more) {
    this.#records = after ? [...this.#records, ...records] : records;
    this.#next = next ? more : null;
    this.#draw();
  }

  #next = null;

  /** Shows that a message is on its way. */
  begin(keys) {
    this.#outcomes = new Map(keys.map((key) => [key, { outcome: '…' }]));
    this.#draw();
  }

  /** Shows what became of it. */
  tell(outcomes) {
    for (const one of outcomes) this.#outcomes.set(one.to, one);
    this.#draw();
  }

  /** Shows that nothing more comes of it. */
  end() {
    for (const [key, { outcome }] of this.#outcomes) if (outcome === '…') this.#outcomes.delete(key);
    this.#draw();
  }

  #choose(keys, on) {
    for (const key of keys) {
      if (on) this.#chosen.add(key);
      else this.#chosen.delete(key);
    }
    this.#draw();
    this.changed();
  }

  #draw() {
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    if (!this.#records.length) {
      fill(this.element, h('p', { class: 'empty' }, 'The bot remembers nobody like that. It remembers whom it meets, in this playground.'));
      return;
    }
    const chosen = this.chosen.length;
    const all = h('input', {
      type: 'checkbox', 'aria-label': 'All that are listed', checked: chosen === this.#records.length, indeterminate: chosen > 0 && chosen < this.#records.length, 'data-key': 'all',
      onchange: (event) => this.#choose(this.#records.map((one) => one.key), event.target.checked),
    });
    fill(this.element,
      h('table', { class: 'table' },
        h('thead', {}, h('tr', {}, h('th', { class: 'box' }, all), ['Who', 'Where', 'Language', 'Heard of', 'Reach', 'Outcome'].map((text) => h('th', { scope: 'col' }, text)))),
        h('tbody', {}, this.#records.map((one) => this.#row(one)))),
      this.#next ? h('button', { type: 'button', class: 'link', 'data-key': 'more', onclick: () => this.#next() }, 'Show more') : null);
    if (focused) this.element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  #row(one) {
    const outcome = this.#outcomes.get(one.key);
    const box = h('input', {
      type: 'checkbox', 'aria-label': one.name, checked: this.#chosen.has(one.key), 'data-key': one.key,
      onchange: (event) => this.#choose([one.key], event.target.checked),
    });
    return h('tr', { onclick: (event) => { if (!event.target.closest('input')) this.#choose([one.key], !this.#chosen.has(one.key)); } },
      h('td', { class: 'box' }, box),
      h('td', {}, h('span', { class: 'whom' }, avatar(one.name), h('span', {}, one.name), one.guest && h('span', { class: 'badge' }, 'Guest'))),
      h('td', {}, one.kind === 'person' ? 'In private' : [words[one.kind], one.in ? ` of ${one.in}` : '']),
      h('td', {}, one.locale || '–'),
      h('td', {}, one.seenAt ? h('time', { datetime: one.seenAt, title: one.seenAt }, new Date(one.seenAt).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' })) : '–'),
      h('td', { class: one.unreachable ? 'bad' : 'good' }, one.unreachable ? sentence(one.unreachable) : one.optedOut ? 'Opted out.' : 'Yes'),
      h('td', { class: !outcome || outcome.outcome === '…' ? '' : outcome.outcome === 'sent' ? 'good' : 'bad', title: outcome?.problem ?? '' },
        outcome ? [h('strong', {}, outcome.outcome), outcome.problem ? `: ${outcome.problem}` : ''] : ''));
  }
}
