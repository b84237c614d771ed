// The fault bar: what can go wrong between the bot and Teams, armed by a click, and which rules the channel keeps.

import { h, fill } from '../dom.js';
import { fullTitleOf } from '../chat/places.js';
import { post } from '../api.js';
import { button, choice, field, line, redraw, Said, tick } from './parts.js';

export const title = 'Faults';

// What the bot's requests to Teams get into, and what happens to activities for the bot. Those with seconds take them.
const requests = [
  { kind: 'slow', name: 'Slow', text: 'The answer comes late', seconds: true },
  { kind: 'busy', name: '412', text: 'Somebody else writes there' },
  { kind: 'throttled', name: '429', text: 'With Retry-After', seconds: true },
  { kind: 'failedBefore', name: '502 before', text: 'Nothing is done', status: 502 },
  { kind: 'failedAfter', name: '502 after', text: 'It is done all the same', status: 502 },
  { kind: 'failedBefore', name: '503 before', text: 'Nothing is done', status: 503 },
  { kind: 'lost', name: 'Lost reply', text: 'Done, without an answer' },
  { kind: 'wrongRegion', name: 'Wrong region', text: '403, of another region' },
  { kind: 'wrongCloud', name: 'Wrong cloud', text: '403, of another cloud' },
];
const deliveries = [
  { kind: 'duplicate', name: 'Duplicate', text: 'An activity comes twice' },
  { kind: 'reorder', name: 'Reorder', text: 'The next one overtakes it' },
  { kind: 'redeliver', name: 'Redelivery', text: 'Again after 15 seconds' },
];
const startings = [['chats', 'Chats with one person, and threads, as in Teams'], ['groups', 'Group chats as well'], ['nothing', 'Nothing']];

/** Shows the panel. */
export function mount(root, store) {
  new Faults(root, store);
}

class Faults {
  said = new Said();
  #armed = h('div', { class: 'armed' });

  constructor(root, store) {
    this.store = store;
    this.times = line({ type: 'number', min: 1, max: 10_000, defaultValue: '1', class: 'input narrow' });
    this.seconds = line({ type: 'number', min: 0, max: 600, step: 'any', defaultValue: '2', class: 'input narrow' });
    this.where = choice('', [], '', { 'aria-label': undefined });
    this.limited = tick('Keep Teams’ rate limits', { onchange: () => this.#order({ limited: this.limited.firstChild.checked }, this.limited.firstChild.checked ? 'Teams’ rate limits are kept: more is answered with 429.' : 'There are no rate limits.') });
    this.starting = choice('', startings, 'chats', { 'aria-label': undefined, onchange: () => this.#order({ starting: this.starting.value }, 'The bot may start other conversations now.') });
    root.classList.add('split');
    fill(root,
      h('div', { class: 'faults' },
        h('div', { class: 'fields' }, field('How many times', this.times), field('Conversation', this.where), field('Seconds, for Slow and 429', this.seconds)),
        this.#group('What the bot asks Teams for', requests), this.#group('What Teams tells the bot', deliveries)),
      h('div', { class: 'faults side' }, this.said.element, this.#armed, h('h3', {}, 'Rules of the channel'), this.limited, field('The bot may start', this.starting)));
    store.on('state', () => this.#draw());
    this.#draw();
  }

  #group(name, kinds) {
    return h('section', { 'aria-label': name }, h('h3', {}, name), h('div', { class: 'presets' }, kinds.map((one) => {
      const text = h('span', { class: 'note' }, one.text);
      return button(this.said, [h('strong', {}, one.name), text], () => this.#arm(one), { class: 'preset', 'aria-label': `${one.name}: ${one.text}` });
    })));
  }

  async #arm({ kind, name, seconds, status }) {
    const times = Number(this.times.value);
    if (!Number.isInteger(times) || times < 1) throw new Error('how many times is a whole number from 1 on');
    const arm = { kind, times, conversation: this.where.value, status, seconds: seconds ? Number(this.seconds.value) : undefined };
    await this.#order({ arm }, `${name} is armed${times > 1 ? ` ${times} times` : ''}.`);
  }

  async #order(trouble, text) {
    try {
      await post('faults', trouble);
      await this.store.refresh();
      this.said.done(text);
    } catch (err) {
      this.said.problem(err.message);
      this.#draw(); // what was ticked is not so
    }
  }

  #draw() {
    const { troubles = {}, conversations = [] } = this.store.state;
    const { faults = [], limited = false, starting } = troubles;
    this.limited.firstChild.checked = limited;
    this.starting.value = starting;
    this.#places(conversations.filter((one) => !one.deleted));
    redraw(this.#armed, h('h3', {}, faults.length ? `Armed (${faults.length})` : 'Armed'),
      faults.length ? h('ol', { 'aria-label': 'Armed faults' }, faults.map((one) => this.#fault(one))) : h('p', { class: 'note' }, 'Nothing: all goes well. What is armed meets the next requests, the first first.'),
      faults.length ? button(this.said, 'Clear all', () => this.#order({ clear: true }, 'All is well again.'), { 'data-key': 'clear' }) : null);
  }

  #fault({ text, times, conversation }) {
    const place = conversation && this.store.conversation(conversation);
    return h('li', {}, h('span', { class: 'badge' }, `${times.toLocaleString()} ×`), h('span', {}, text, place ? h('span', { class: 'note' }, ` in ${this.#nameOf(place)}`) : ''));
  }

  #nameOf(place) {
    return place.type === 'personal' ? `${this.store.person(place.with)?.name ?? 'somebody'}’s chat` : fullTitleOf(this.store, place);
  }

  #places(places) {
    const { value } = this.where;
    const options = [['', 'Any'], ...places.slice(0, 500).map((one) => [one.id, this.#nameOf(one)])];
    if (JSON.stringify(options) === this.listed) return;
    this.listed = JSON.stringify(options);
    fill(this.where, options.map(([id, name]) => h('option', { value: id }, name)));
    this.where.value = options.some(([id]) => id === value) ? value : '';
  }
}
