// What can be done with a team and its channels.

import { h } from '../dom.js';
import { button, choice, confirmed, line, lineForm } from './parts.js';

// Has a channel, or through it the team, be changed.
const changes = (by) => (event, text, more = {}) => by({ do: 'change', event, ...more }, text);

/** Makes what can be done with a team. */
export function teamParts({ panel, place, by }) {
  const { said } = panel;
  const change = changes(by);
  if (place.deleted) return button(said, 'Restore the team', () => change('teamRestored', `${place.teamName} is back.`), { 'data-key': 'delete' });
  const name = line({ 'aria-label': `New name of ${place.teamName}`, defaultValue: place.teamName, required: true, 'data-key': 'rename' });
  return [
    lineForm(said, name, 'Rename', () => change('teamRenamed', 'The team has another name.', { name: name.value.trim() })),
    place.archived
      ? button(said, 'Restore from the archive', () => change('teamUnarchived', `${place.teamName} can be written in again.`), { 'data-key': 'archive' })
      : button(said, 'Archive', () => change('teamArchived', `${place.teamName} is archived: nobody can write there.`), { 'data-key': 'archive' }),
    button(said, 'Delete', () => change('teamDeleted', `${place.teamName} is deleted; it can be restored.`), { 'data-key': 'delete' }),
  ];
}

/** Makes what ends a team. */
export function teamEnd({ panel, place, by }) {
  return button(panel.said, 'Delete for ever…', async () => {
    if (!await confirmed(`Delete ${place.teamName} for ever?`, 'The team is deleted with all its channels, and cannot be restored.', 'Delete for ever')) return;
    await changes(by)('teamHardDeleted', `${place.teamName} is deleted for ever.`);
  }, { class: 'danger' });
}

/** Makes what adds a channel to a team. */
export function channelForm({ panel, place, by }) {
  const name = line({ 'aria-label': 'Name of the new channel', placeholder: 'New channel', required: true, 'data-key': 'channel' });
  const kind = choice('Kind of the new channel', [['standard', 'Standard'], ['private', 'Private'], ['shared', 'Shared']], 'standard', { 'data-key': 'kind' });
  return lineForm(panel.said, [name, kind], 'Add the channel', async () => {
    const text = `${name.value.trim()} is a channel of ${place.teamName}.`;
    const deed = { do: 'createChannel', name: name.value.trim(), kind: kind.value };
    name.value = '';
    await by(deed, text);
  });
}

/** Makes what can be done with a channel. */
export function channelParts({ panel, place, by }) {
  const { said } = panel;
  const change = changes(by);
  if (place.deleted) return button(said, 'Restore the channel', () => change('channelRestored', `${place.name} is back.`), { 'data-key': 'delete' });
  const name = line({ 'aria-label': `New name of ${place.name}`, defaultValue: place.name, required: true, 'data-key': 'rename' });
  return [
    lineForm(said, name, 'Rename', () => change('channelRenamed', 'The channel has another name.', { name: name.value.trim() })),
    button(said, 'Delete', () => change('channelDeleted', `${place.name} is deleted; it can be restored.`), { 'data-key': 'delete' }),
  ];
}

/** Makes the list of the teams that a channel is shared with. */
export function sharing({ panel, place, by }) {
  const change = changes(by);
  const teams = panel.store.state.conversations.filter((one) => one.id === one.teamId && !one.deleted && one.teamId !== place.teamId);
  const shared = place.sharedWith ?? [];
  const left = teams.filter((one) => !shared.includes(one.id));
  const nameOf = (id) => teams.find((one) => one.id === id)?.teamName ?? id;
  const which = choice('Team to share with', left.map((one) => [one.id, one.teamName]), '', { 'data-key': 'share' });
  return [
    h('h3', {}, 'Shared with'),
    shared.length
      ? h('ul', { class: 'members' }, shared.map((id) => h('li', {}, h('span', { class: 'name' }, nameOf(id)),
        button(panel.said, 'Stop sharing', () => change('channelUnshared', `It is not shared with ${nameOf(id)} any more.`, { teams: [id] }), { class: 'link', 'aria-label': `Stop sharing with ${nameOf(id)}` }))))
      : h('p', { class: 'note' }, left.length ? 'No other team yet.' : 'There is no other team to share it with.'),
    left.length ? lineForm(panel.said, which, 'Share', () => change('channelShared', `It is shared with ${nameOf(which.value)}.`, { teams: [which.value] })) : null,
  ];
}
