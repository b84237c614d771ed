// The proactive desk: whom the bot remembers, and a message that it sends to some of them now.

import { h, fill } from '../dom.js';
import { get, post } from '../api.js';
import { parseExact } from '../exact.js';
import { sentence } from '../words.js';
import { choice, confirmed, field, line, Said, tick } from './parts.js';
import { Recipients } from './desk_list.js';

export const title = 'Desk';

const atATime = 20; // recipients of one request, so that outcomes come up soon
const many = 20; // recipients from which on it is asked for

const kinds = [['', 'Everybody'], ['person', 'People'], ['chat', 'Group chats'], ['meeting', 'Meetings'], ['channel', 'Channels'], ['thread', 'Threads']];
const reaches = [['', 'Reachable or not'], ['yes', 'Reachable'], ['no', 'Not reachable']];

/** Shows the panel. */
export async function mount(root, store) {
  await new Desk(root, store).look();
}

class Desk {
  said = new Said();
  #asked = 0;
  #answered = 0; // the last that was
  #timer = 0;

  constructor(root, store) {
    this.root = root;
    this.text = line({ type: 'search', placeholder: 'Name, team or id', oninput: () => this.soon(200) });
    this.kind = choice('', kinds, '', { 'aria-label': undefined, onchange: () => this.look() });
    this.locale = choice('', [['', 'Any language']], '', { 'aria-label': undefined, onchange: () => this.look() });
    this.tenant = choice('', [['', 'Any organization']], '', { 'aria-label': undefined, onchange: () => this.look() });
    this.reach = choice('', reaches, '', { 'aria-label': undefined, onchange: () => this.look() });
    this.message = h('textarea', { class: 'input', rows: 5, oninput: () => this.#draw(), onkeydown: (event) => this.#keys(event) });
    this.isJSON = tick('As an activity, in JSON', { onchange: () => this.#switch() });
    this.send = h('button', { type: 'button', class: 'accent', onclick: () => this.#send() });
    this.recipients = new Recipients(() => this.#draw());
    store.on('entries', () => this.soon(400, true));
    store.on('state', () => this.soon(400, true));
    new IntersectionObserver(([seen]) => { if (seen.isIntersecting && this.late) this.look('', true); }).observe(root);
  }

  /** Looks again after a while, if somebody looks at it; for the same, if nothing else is looked for. */
  soon(ms, same = false) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.late = !this.root.offsetParent;
      if (same && this.#answered < this.#asked) this.soon(ms, same); // somebody waits for more, or for others
      else if (!this.late) this.look('', same);
    }, ms);
  }

  /** Asks whom the bot remembers that fits, and shows them: the first, the next, or as many of the same as there were. */
  async look(after = '', same = false) {
    this.#asked += 1;
    const mine = this.#asked;
    this.late = false;
    const query = { text: this.text.value, kind: this.kind.value, locale: this.locale.value, tenant: this.tenant.value, reachable: this.reach.value, after };
    try {
      const list = await get('desk', query);
      while (same && list.next && list.records.length < this.recipients.count) {
        const { records, next } = await get('desk', { ...query, after: list.next });
        list.records.push(...records);
        list.next = next;
      }
      if (mine !== this.#asked) return;
      this.#frame(list);
      if (!list.connected) return;
      this.#offer(this.locale, 'Any language', list.locales);
      this.#offer(this.tenant, 'Any organization', list.tenants);
      this.tenant.parentElement.hidden = this.tenant.options.length <= 2;
      this.recipients.show(list, after, () => this.look(list.next));
    } catch (err) {
      this.#frame({ connected: true });
      this.said.problem(err.message);
    } finally {
      this.#answered = Math.max(this.#answered, mine);
    }
    this.#draw();
  }

  #frame({ connected }) {
    if (this.connected === connected) return;
    this.connected = connected;
    if (!connected) {
      fill(this.root, h('p', { class: 'empty' }, 'The desk needs the bot in the same process: it works with what that remembers. Start a bot together with its page, as samples/convobot does, or call ConnectDesk.'));
      return;
    }
    fill(this.root, h('div', { class: 'desk' },
      h('div', { class: 'desk-list' },
        h('div', { class: 'fields', role: 'search', 'aria-label': 'Remembered' }, field('Find', this.text), field('Who', this.kind), field('Language', this.locale), field('Reach', this.reach), field('Organization', this.tenant)),
        this.recipients.element),
      h('div', { class: 'desk-message' }, this.said.element, field('Message', this.message), this.isJSON, this.send)));
  }

  // New values come up beside those that are there, so that a choice stays.
  #offer(select, none, values) {
    const there = [...select.options].map((one) => one.value);
    const all = [...new Set([...there, ...values])].filter(Boolean).sort();
    if (all.length + 1 === there.length) return;
    const { value } = select;
    fill(select, h('option', { value: '' }, none), all.map((one) => h('option', { value: one }, one)));
    select.value = value;
  }

  #draw() {
    const count = this.recipients.chosen.length;
    fill(this.send, this.sending ? 'Sending…' : count ? `Send to ${count.toLocaleString()}` : 'Send');
    this.send.ariaDisabled = String(Boolean(this.sending || !count || !this.message.value.trim()));
  }

  #switch() {
    const { value } = this.message;
    if (this.isJSON.firstChild.checked) this.message.value = JSON.stringify({ type: 'message', text: value }, null, 2);
    else this.message.value = textOf(value);
    this.message.spellcheck = !this.isJSON.firstChild.checked;
    this.message.classList.toggle('code', this.isJSON.firstChild.checked);
    this.#draw();
  }

  #keys(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.#send();
  }

  #body() {
    const text = this.message.value.trim();
    if (!text) throw new Error('there is nothing to send');
    if (!this.isJSON.firstChild.checked) return { text };
    let activity;
    try {
      activity = parseExact(text);
    } catch (err) {
      throw new Error(`this is no JSON: ${err.message}`);
    }
    if (activity === null || typeof activity !== 'object' || Array.isArray(activity)) throw new Error('an activity is a JSON object, such as {"type": "message", "text": "Hi"}');
    return { activity };
  }

  async #send() {
    const to = this.recipients.chosen;
    if (this.sending) return;
    try {
      if (!to.length) throw new Error('choose who is to get it');
      const body = this.#body();
      if (to.length > many && !await confirmed(`Send to ${to.length.toLocaleString()}?`, 'Each of them gets the message now. What was sent cannot be taken back.', 'Send')) return;
      this.sending = true;
      this.said.clear();
      this.#draw();
      this.recipients.begin(to);
      const counts = new Map();
      for (let i = 0; i < to.length; i += atATime) {
        const outcomes = await post('desk', { to: to.slice(i, i + atATime), ...body });
        for (const one of outcomes) counts.set(one.outcome, (counts.get(one.outcome) ?? 0) + 1);
        this.recipients.tell(outcomes);
      }
      this.said.done(sentence([...counts].map(([outcome, count]) => `${count.toLocaleString()} ${outcome}`).join(', ')));
    } catch (err) {
      this.recipients.end();
      this.said.problem(err.message);
    } finally {
      this.sending = false;
      this.#draw();
    }
  }
}

// What an activity says, if it is one.
function textOf(json) {
  try {
    return JSON.parse(json).text ?? '';
  } catch {
    return json;
  }
}
