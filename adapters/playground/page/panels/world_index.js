// The left side of the world panel: everybody and every place, and what makes new ones.

import { h, iconButton } from '../dom.js';
import { avatar } from '../chat/avatar.js';

const most = 60; // people in the list; the others are found by name

/** Makes the list. */
export function index(panel) {
  const { people = [], peopleCount = 0, conversations = [] } = panel.store.state;
  const places = conversations.filter((one) => !one.deleted || one.teamId);
  const chats = places.filter((one) => one.type === 'groupChat' && !one.meetingId);
  const meetings = places.filter((one) => one.meetingId);
  const teams = Map.groupBy(places.filter((one) => one.teamId), (one) => one.teamId);
  const shown = people.slice(0, most);
  return [
    group(panel, 'People', [['person', 'New person'], ['crowd', 'New crowd']], shown.map((one) => person(panel, one)),
      peopleCount > shown.length && h('p', { class: 'note more' }, `and ${(peopleCount - shown.length).toLocaleString()} more`)),
    group(panel, 'Chats', [['chat', 'New group chat']], chats.map((one) => place(panel, one))),
    group(panel, 'Meetings', [['meeting', 'New meeting']], meetings.map((one) => place(panel, one))),
    group(panel, 'Teams', [['team', 'New team']], [...teams.values()].flatMap((channels) => team(panel, channels))),
  ];
}

function group(panel, name, made, items, after) {
  return h('section', { 'aria-label': name },
    h('h3', {}, name, h('span', { class: 'grow' }), made.map(([kind, label]) => iconButton(kind === 'crowd' ? 'list' : 'add', label, () => panel.show('make', kind), { 'data-key': `make ${kind}` }))),
    items.length ? h('ul', {}, items) : h('p', { class: 'note none' }, 'None yet'), after);
}

function item(panel, kind, id, props, ...children) {
  return h('li', {}, h('button', {
    type: 'button', class: 'item', 'aria-current': panel.shown.kind === kind && panel.shown.id === id ? 'true' : undefined, 'data-key': `${kind} ${id}`,
    onclick: () => panel.show(kind, id), ...props,
  }, children));
}

function person(panel, one) {
  return item(panel, 'person', one.id, {}, avatar(one.name), h('span', { class: 'name' }, one.name), badges([elsewhere(panel, one), one.guest && 'Guest', one.blocked && 'Blocks', one.unreachable && 'Unreachable']));
}

function place(panel, one, inside = false) {
  return item(panel, 'place', one.id, { class: inside ? 'item inside' : 'item' }, h('span', { class: 'name' }, inside ? `# ${one.name}` : one.name),
    badges([!inside && elsewhere(panel, one), one.deleted && 'Deleted', one.running && 'Running', one.kind && one.kind !== 'standard' && one.kind, !one.installed && !inside && 'No bot']));
}

function team(panel, channels) {
  const general = channels.find((one) => one.id === one.teamId) ?? channels[0];
  const head = item(panel, 'place', general.id, {}, h('span', { class: 'name team' }, general.teamName),
    badges([elsewhere(panel, general), general.deleted && 'Deleted', general.archived && 'Archived', !general.installed && 'No bot']));
  return [head, channels.filter((one) => one !== general).map((one) => place(panel, one, true))];
}

/** The name of the organization of a person or a place, if it is not the first. */
export function elsewhere(panel, { tenantId }) {
  const { tenants = [] } = panel.store.state;
  return tenantId !== tenants[0]?.id && tenants.find((one) => one.id === tenantId)?.name;
}

/** Makes small marks of those texts that there are. */
export function badges(texts) {
  return texts.filter(Boolean).map((text) => h('span', { class: 'badge' }, text));
}
