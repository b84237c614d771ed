// A place: a group chat, a meeting, a team or one of its channels, and what somebody in it can do with it.

import { h } from '../dom.js';
import { remember, remembered } from '../prefs.js';
import { button, choice, confirmed, field, line, lineForm } from './parts.js';
import { badges } from './world_index.js';
import { members, mostMembers } from './world_members.js';
import { channelForm, channelParts, sharing, teamEnd, teamParts } from './world_team.js';

/** Makes the page of a place. */
export function placePage(panel, place) {
  const isTeam = place.teamId === place.id;
  const acting = actor(panel, place);
  const by = (deed, text, how) => panel.do({ by: acting.value, in: place.id, ...deed }, text, how);
  const around = { panel, place, by };
  const name = isTeam ? place.teamName : place.name;
  const ownMembers = !place.teamId || isTeam || place.kind !== 'standard';
  return h('article', { 'aria-label': name },
    h('header', { class: 'about' }, h('div', {},
      h('h2', {}, name, badges([kindOf(place, isTeam), place.deleted && 'Deleted', place.archived && 'Archived', place.running && 'Running'])),
      h('p', { class: 'note' }, place.teamId && !isTeam ? `in ${place.teamName} · ` : '', h('code', {}, place.id))),
    acting.options.length ? field('Acting as', acting) : h('p', { class: 'note problem' }, 'Nobody is in it who could do something.')),
    place.meetingId ? meetingParts(around) : null,
    h('div', { class: 'buttons' }, parts(around, isTeam), place.deleted ? null : installing(around, isTeam), ending(around, isTeam)),
    isTeam && !place.deleted ? channelForm(around) : null,
    place.kind === 'shared' && !place.deleted ? sharing(around) : null,
    place.deleted ? null : ownMembers ? members(around) : h('p', { class: 'note' }, `Everybody in ${place.teamName} is in its standard channels.`));
}

function kindOf(place, isTeam) {
  if (isTeam) return 'Team';
  if (place.teamId) return `${place.kind.charAt(0).toUpperCase()}${place.kind.slice(1)} channel`;
  return place.meetingId ? 'Meeting' : 'Group chat';
}

// Who does it: somebody who is in the place.
function actor(panel, place) {
  const inside = (place.members ?? []).slice(0, mostMembers).map((id) => [id, panel.store.person(id)?.name ?? id]);
  const last = remembered('acting', '');
  return choice('Acting as', inside, inside.some(([id]) => id === last) ? last : inside[0]?.[0], {
    'data-key': 'acting', onchange: (event) => remember('acting', event.target.value),
  });
}

function installing({ panel, place, by }, isTeam) {
  const where = isTeam || !place.teamId ? place.name === 'General' && isTeam ? place.teamName : place.name : place.teamName;
  if (place.teamId && !isTeam && place.kind === 'standard') return null; // of the whole team
  return place.installed
    ? button(panel.said, 'Uninstall the bot', () => by({ do: 'uninstall' }, `The bot is removed from ${where}.`), { 'data-key': 'install' })
    : button(panel.said, 'Install the bot', () => by({ do: 'install' }, `The bot is in ${where}.`), { class: 'accent small', 'data-key': 'install' });
}

function parts(around, isTeam) {
  if (isTeam) return teamParts(around);
  return around.place.teamId ? channelParts(around) : chatParts(around);
}

function chatParts({ panel, place, by }) {
  const name = line({ 'aria-label': `New name of ${place.name}`, defaultValue: place.name, required: true, 'data-key': 'rename' });
  return lineForm(panel.said, name, 'Rename', () => by({ do: 'renameChat', name: name.value.trim() }, 'The chat has another name.'));
}

// What ends it, the last of the buttons.
function ending({ panel, place, by }, isTeam) {
  if (place.teamId) return isTeam ? teamEnd({ panel, place, by }) : null;
  return button(panel.said, 'Delete the chat…', async () => {
    if (!await confirmed(`Delete ${place.name}?`, 'It is deleted for everybody, with all that was said, and this cannot be undone.', 'Delete')) return;
    await by({ do: 'deleteChat' }, `${place.name} is deleted.`, { told: false });
  }, { class: 'danger' });
}

function meetingParts({ panel, place, by }) {
  const present = (place.present ?? []).map((id) => panel.store.person(id)?.name ?? id);
  const act = (text, what, done) => button(panel.said, text, () => by({ do: what, in: place.meetingId }, done), { 'data-key': what });
  return [
    h('div', { class: 'buttons' },
      place.running
        ? [act('End the meeting', 'endMeeting', 'The meeting has ended.'), act('Join', 'joinMeeting', 'They have joined.'), act('Leave', 'leaveMeeting', 'They have left.')]
        : act('Start the meeting', 'startMeeting', 'The meeting runs.')),
    place.running ? h('p', { class: 'note' }, present.length ? `In it now: ${present.join(', ')}` : 'Nobody has joined yet.') : null,
  ];
}
