// Everything about one request.

import { post } from '../api.js';
import { h, fill } from '../dom.js';
import { aboutCards } from './cards.js';
import { activityOf, duration } from './rows.js';
import { tree } from './json.js';

const directions = { toBot: 'To the bot', fromBot: 'From the bot', turn: 'End of a turn' };

/** Shows a request in an element. */
export function showDetails(root, row) {
  const x = row.exchange;
  const findings = h('div', { class: 'inspector-findings', role: 'status' });
  fill(root,
    h('h3', {}, `${directions[x.direction]}: ${row.what}`),
    h('dl', { class: 'inspector-facts' },
      fact('Request', x.method && `${x.method} ${x.url}`),
      fact('Status', x.direction !== 'turn' && (x.status || 'no answer')),
      fact('Took', duration(x)),
      fact('Handler', x.handler || (x.direction === 'toBot' && 'not known: the bot is another process, or does not use Playground.Inspect')),
      fact('Problem', x.problem, 'failed'),
      fact('Error of the turn', x.error, 'failed')),
    findings, aboutCards(activityOf(x)),
    section('Body', x.body), section('Answer', x.answer), section('Headers', x.headers, 0), section('Claims of the token', x.claims, 1));
  root.scrollTop = 0;
  checkWith(findings, x, () => root.contains(findings));
}

function fact(name, value, kind = '') {
  return value ? [h('dt', {}, name), h('dd', { class: kind }, String(value))] : null;
}

function section(name, value, open = 2) {
  if (value === undefined || value === null) return null;
  return h('section', { 'aria-label': name }, h('h4', {}, name), tree(value, open));
}

async function checkWith(root, exchange, isShown) {
  const activity = activityOf(exchange);
  if (!activity) return;
  const ask = { activity, toBot: exchange.direction === 'toBot', update: exchange.method === 'PUT' };
  const found = await post('lint', ask).catch(() => null);
  if (!found || !isShown()) return;
  fill(root, h('h4', {}, 'Activity protocol'), found.length
    ? h('ul', {}, found.map((one) => h('li', {}, h('strong', {}, `${one.level} ${one.requirement}`), one.member ? ` ${one.member} ` : ' ', one.problem)))
    : h('p', { class: 'note' }, 'Nothing is wrong with this activity.'));
}
