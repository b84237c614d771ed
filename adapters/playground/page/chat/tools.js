// What can be done with a message: the buttons that come up beside it, and the reactions below it.

import { h, icon, iconButton } from '../dom.js';
import { actOnMessage } from '../dialogs/index.js';
import { openPopup } from '../menu.js';
import { nameOf, pictureOf, quick, reactions } from './emoji.js';

/**
 * Makes the toolbar of a message.
 *
 * @param {import('./message.js').MessageView} view
 */
export function toolbar(view) {
  const { message } = view;
  const react = (type) => h('button', {
    type: 'button', class: 'tool', 'aria-label': nameOf(type), title: nameOf(type), onclick: () => view.react(type),
  }, pictureOf(type));
  const reactable = !message.deleted && !message.only; // Teams lets nobody react to what only one person sees
  return h('div', { class: 'tools', role: 'toolbar', 'aria-label': 'Actions', onkeydown: walk },
    reactable && quick.map(react),
    reactable && iconButton('emoji', 'More reactions', (event) => pick(event.currentTarget, view), { 'aria-haspopup': 'true' }),
    view.mine && !message.deleted && iconButton('edit', 'Edit', () => view.edit()),
    view.mine && !message.deleted && iconButton('trash', 'Delete', () => view.act('delete')),
    !message.deleted && iconButton('apps', 'Run an action on it', () => actOnMessage({ store: view.store, person: view.person, conversation: view.conversation, message }), { 'aria-haspopup': 'dialog' }),
    view.mine && message.deleted && iconButton('undo', 'Undo delete', () => view.act('undelete')));
}

/** Shows all reactions to choose from. */
export function pick(anchor, view) {
  const buttons = Object.entries(reactions).map(([type, [emoji, name]]) => h('button', {
    type: 'button', class: 'tool', 'aria-label': name, title: name,
    onclick: () => {
      shut(true);
      view.react(type);
    },
  }, emoji));
  const popup = h('div', { class: 'popup emoji-grid', role: 'group', 'aria-label': 'Reactions', onkeydown: walk }, buttons);
  const shut = openPopup(anchor, popup);
  buttons[0].focus();
}

/** Moves the focus between the buttons of a group with the arrow keys. */
export function walk(event) {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const at = buttons.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[(at + step + buttons.length) % buttons.length].focus();
}

/**
 * Draws the reactions on a message: how many of each, by whom, and whether the person's own is among them.
 *
 * @param {import('./message.js').MessageView} view
 */
export function reactionsOf(view) {
  const byType = Map.groupBy(view.message.reactions ?? [], (one) => one.type);
  return [...byType].map(([type, those]) => {
    const who = those.map((one) => one.who).join(', ');
    return h('button', {
      type: 'button', class: 'reaction', 'aria-pressed': those.some((one) => one.who === view.person.name && !one.bot),
      'aria-label': `${nameOf(type)}: ${who}`, title: `${nameOf(type)}: ${who}`, dataset: { focus: `reaction ${type}` },
      onclick: () => view.react(type),
    }, h('span', { class: 'reaction-picture' }, pictureOf(type)), h('span', {}, String(those.length)));
  });
}

/** A note that something cannot be done, or was not. */
export function note(text, kind = 'problem') {
  return h('p', { class: `note ${kind}`, role: kind === 'problem' ? 'alert' : 'status' }, kind === 'done' && icon('check'), text);
}
