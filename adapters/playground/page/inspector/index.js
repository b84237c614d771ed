// The inspector: every activity and request, both ways, on one timeline.

import { get } from '../api.js';
import { h, fill } from '../dom.js';
import { copy, curl, goTest, showText } from './copy.js';
import { showDetails } from './details.js';
import { List } from './list.js';
import { clock, duration, filter, insert, rowOf } from './rows.js';

export const title = 'Inspector';

const most = 20000; // lines that are kept

const arrows = { toBot: '→', fromBot: '←', turn: '·' };
const ways = { toBot: 'to the bot', fromBot: 'from the bot', turn: 'in the bot' };

/**
 * Shows the inspector in an element.
 *
 * @param {HTMLElement} root
 * @param {import('../store.js').store} store
 */
export function mount(root, store) {
  let rows = [];
  const kinds = new Set();
  const places = new Set();

  const text = h('input', { type: 'search', placeholder: 'Filter', 'aria-label': 'Filter by text', oninput: () => refresh() });
  const conversation = h('select', { 'aria-label': 'Conversation', onchange: () => refresh() }, h('option', { value: '' }, 'All conversations'));
  const kind = h('select', { 'aria-label': 'Kind', onchange: () => refresh() }, h('option', { value: '' }, 'All kinds'));
  const failed = h('input', { type: 'checkbox', onchange: () => refresh() });
  const count = h('span', { class: 'note', role: 'status', 'aria-label': 'Lines' });
  const more = h('button', { type: 'button', class: 'link', hidden: true, onclick: () => loadEarlier() }, 'Load earlier');
  const said = h('span', { class: 'note', role: 'status', 'aria-label': 'What was copied' });
  const say = (what) => { said.textContent = what; };

  const details = h('div', { class: 'inspector-details', role: 'region', 'aria-label': 'Details', tabindex: '0' }, h('p', { class: 'empty' }, 'Choose a line to see all of it.'));
  const list = new List('Timeline', (row) => [
    h('span', { class: 'inspector-time' }, clock(row)),
    h('span', { class: `inspector-arrow ${row.from}`, title: ways[row.from] }, arrows[row.from]),
    h('span', { class: 'inspector-who' }, row.who),
    h('span', { class: 'inspector-what' }, row.what),
    h('span', { class: 'inspector-handler', title: row.exchange.handler }, row.exchange.handler),
    h('span', { class: 'inspector-status' }, row.from === 'turn' ? '' : String(row.exchange.status || 'none')),
    h('span', { class: 'inspector-duration' }, duration(row.exchange)),
  ], () => chosen(), () => loadEarlier());

  const actions = {
    json: action('Copy as JSON', () => copy(JSON.stringify(list.selected.length > 1 ? list.selected.map((row) => row.exchange) : list.current.exchange, null, 2), 'JSON', say)),
    curl: action('Copy as curl', () => copy(list.selected.filter((row) => row.exchange.method).map((row) => curl(row.exchange)).join('\n'), 'curl', say)),
    test: action('Copy as Go test', () => test(list.selected)),
  };
  const all = h('button', { type: 'button', class: 'link', onclick: () => test([]) }, 'All as Go test');

  function action(label, run) {
    return h('button', { type: 'button', class: 'link', disabled: true, onclick: run }, label);
  }

  async function test(selected) {
    try {
      showText('Go test', await goTest(selected, store), say);
    } catch (err) {
      say(err.message);
    }
  }

  function chosen() {
    const some = list.selected.length;
    for (const button of Object.values(actions)) button.disabled = !some;
    say(some > 1 ? `${some} lines are selected.` : '');
    if (list.current) showDetails(details, list.current);
  }

  let waiting = 0;
  function refresh() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      const passes = filter({ text: text.value, conversation: conversation.value, kind: kind.value, failed: failed.checked });
      const shown = rows.filter(passes);
      list.show(shown);
      const lines = `${rows.length.toLocaleString()} lines`;
      count.textContent = `${shown.length === rows.length ? lines : `${shown.length.toLocaleString()} of ${lines}`}${tellOfEarlier()}`;
      more.hidden = oldest <= 1 || forgotten;
      for (const button of Object.values(actions)) button.disabled = !list.selected.length;
    });
  }

  function take(exchanges) {
    for (const exchange of exchanges) {
      const row = rowOf(exchange);
      insert(rows, row);
      offer(kinds, kind, row.kind, row.kind);
      const place = (exchange.conversation ?? '').split(';messageid=')[0];
      if (place) offer(places, conversation, place, placeName(store, place));
    }
    oldest = rows.reduce((serial, row) => Math.min(serial, row.exchange.serial), rows[0]?.exchange.serial ?? 1);
    refresh();
  }

  // What was before the lines that are here: this page has the newest only.
  let oldest = 1; // the serial of a request, all before which are not here
  let forgotten = false; // by the playground, too
  let loading = false;

  function tellOfEarlier() {
    if (oldest <= 1) return '';
    const earlier = (oldest - 1).toLocaleString();
    return forgotten ? `, ${earlier} earlier ones are forgotten` : `, ${earlier} earlier ones`;
  }

  async function loadEarlier() {
    if (loading || oldest <= 1 || forgotten) return;
    loading = true;
    more.ariaDisabled = 'true';
    try {
      const { exchanges = [] } = await get('past', { exchanges: oldest });
      forgotten = !exchanges.length;
      take(exchanges);
    } catch (err) {
      say(err.message);
    } finally {
      loading = false;
      more.ariaDisabled = 'false';
    }
  }

  fill(root, h('div', { class: 'inspector' },
    h('div', { class: 'inspector-bar', role: 'toolbar', 'aria-label': 'Inspector' },
      text, conversation, kind, h('label', {}, failed, ' Only errors'), count, more, h('span', { class: 'grow' }), said, Object.values(actions), all),
    h('div', { class: 'inspector-body' }, list.element, details)));
  take(store.exchanges);
  store.on('exchanges', (exchanges) => {
    if (rows.length > most) rows = rows.slice(-most); // not those that were just loaded
    take(exchanges);
  });
}

function offer(known, select, value, label) {
  if (known.has(value)) return;
  known.add(value);
  select.append(h('option', { value }, label));
}

function placeName(store, id) {
  const place = store.conversation(id);
  if (!place) return id;
  return place.teamName ? `${place.teamName} › ${place.name}` : place.name;
}
