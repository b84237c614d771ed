// A person: who they are, whether they have the bot, and where they are.

import { h } from '../dom.js';
import { avatar } from '../chat/avatar.js';
import { isIn } from '../chat/places.js';
import { signInSilently, signsInSilently } from '../dialogs/signon.js';
import { button, confirmed, line, lineForm, tick } from './parts.js';
import { badges, elsewhere } from './world_index.js';

/** Makes the page of a person. */
export function personPage(panel, person) {
  const { said, store } = panel;
  const chat = store.state.conversations.find((one) => one.with === person.id && !one.deleted);
  const others = store.state.conversations.filter((one) => !one.deleted && one.type !== 'personal' && isIn(person, one));
  const name = line({ 'aria-label': `New name of ${person.name}`, defaultValue: person.name, required: true, 'data-key': 'rename' });
  return h('article', { 'aria-label': person.name },
    h('header', { class: 'about' }, avatar(person.name), h('div', {},
      h('h2', {}, person.name, badges([elsewhere(panel, person), person.guest && 'Guest', person.blocked && 'Blocks the bot', person.unreachable && 'Unreachable'])),
      h('p', { class: 'note' }, `${person.locale} · ${person.timeZone} · `, h('code', {}, person.id)))),
    h('div', { class: 'buttons' },
      lineForm(said, name, 'Rename', () => panel.do({ do: 'renamePerson', people: [person.id], name: name.value.trim() }, 'They have another name.', { told: false })),
      bot(panel, person, chat), reach(panel, person), leaving(panel, person)),
    tick('Signs in silently, as in Teams who has agreed once', { checked: signsInSilently(person), onchange: (event) => signInSilently(person, event.target.checked) }),
    h('h3', {}, 'Is in'),
    others.length
      ? h('ul', { class: 'links' }, others.map((one) => h('li', {}, h('button', { type: 'button', class: 'link', 'data-key': `to ${one.id}`, onclick: () => panel.show('place', one.id) }, one.teamName ? `${one.teamName} › ${one.name}` : one.name))))
      : h('p', { class: 'note' }, 'No chat and no team. Add them where they should be.'));
}

function leaving(panel, person) {
  return button(panel.said, 'Remove from the organization…', async () => {
    if (!await confirmed(`Remove ${person.name}?`, 'Their account is deleted. They leave every chat and team, their chat with the bot is gone, and this cannot be undone. What they wrote stays.', 'Remove')) return;
    await panel.do({ do: 'removePerson', people: [person.id] }, `${person.name} has left the organization.`, { told: false });
  }, { class: 'danger' });
}

function bot(panel, person, chat) {
  const { said } = panel;
  const theirs = (deed, text, how) => panel.do({ by: person.id, in: chat?.id ?? '', ...deed }, text, how);
  return [
    chat?.installed
      ? button(said, 'Uninstall the bot', () => theirs({ do: 'uninstall' }, `${person.name} has removed the bot.`), { 'data-key': 'install' })
      : button(said, 'Install the bot', () => theirs({ do: 'install' }, `${person.name} has installed the bot.`), { class: 'accent small', 'data-key': 'install' }),
    person.blocked
      ? button(said, 'Unblock the bot', () => theirs({ do: 'unblock' }, `${person.name} does not block the bot any more.`, { told: false }), { 'data-key': 'block' })
      : button(said, 'Block the bot', () => theirs({ do: 'block' }, `${person.name} blocks the bot: it gets 403 for what it says in their chat.`, { told: false }), { 'data-key': 'block' }),
  ];
}

function reach(panel, person) {
  const to = (what, text) => () => panel.do({ do: what, people: [person.id] }, text, { told: false });
  return person.unreachable
    ? button(panel.said, 'Make reachable', to('reachable', `${person.name} can be reached again.`), { 'data-key': 'reach' })
    : button(panel.said, 'Make unreachable', to('unreachable', `The bot can start no conversation with ${person.name}.`), { 'data-key': 'reach', title: 'The bot can start no conversation with them, as if the app could not be installed' });
}
