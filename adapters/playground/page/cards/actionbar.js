// The buttons of a card or of an ActionSet, what they show, and the menu of those that have no room.
import { actionButton } from './actionbutton.js';
import { el, isObject, listOf, oneOf, uniqueId } from './dom.js';
import { drawShowCard } from './adaptive.js';
import { align } from './style.js';

/**
 * How many buttons Teams shows beside each other; the rest is in the menu.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#adaptive-cards-overflow-menu
 */
export const maxButtons = 6;

/**
 * drawActionSet draws https://adaptivecards.io/explorer/ActionSet.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawActionSet(node, around) {
  const bar = drawActions(node.actions, around);
  if (bar) align(bar.firstElementChild, node.horizontalAlignment);
  return bar;
}

/**
 * drawActions draws buttons.
 *
 * @param {any} actions
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawActions(actions, around) {
  const all = listOf(actions).filter(isObject);
  if (all.length === 0) return undefined;
  const isSecondary = (action) => Boolean(oneOf(action.mode, ['secondary']));
  const primary = all.filter((action) => !isSecondary(action));
  const shown = primary.slice(0, maxButtons);
  const rest = [...all.filter(isSecondary), ...primary.slice(maxButtons)];
  const panels = el('div', { class: 'card-panels' });
  const make = (action) => (action.type === 'Action.ShowCard' ? showButton(action, panels, around) : otherButton(action, panels, around));
  const buttons = shown.map(make);
  const row = el('div', { class: 'card-buttons' }, ...buttons, rest.length > 0 ? overflow(rest.map(make)) : null);
  return el('div', { class: 'card-actions' }, row, panels);
}

/** otherButton closes the card that is open below the buttons, as in Teams. */
function otherButton(action, panels, around) {
  const button = actionButton(action, around);
  button.addEventListener('click', () => open(panels, null));
  return button;
}

/** open shows one of the panels, or none. */
function open(panels, panel) {
  for (const other of panels.children) other.hidden = other !== panel;
  panels.dispatchEvent(new CustomEvent('card-panel'));
}

/** showButton opens a card below the buttons, and closes the one that is open there. */
function showButton(action, panels, around) {
  const id = uniqueId();
  const panel = el('div', { class: 'card-panel', id, hidden: true }, drawShowCard(action.card, around));
  panels.append(panel);
  const button = actionButton(action, around, () => open(panels, panel.hidden ? panel : null));
  button.setAttribute('aria-controls', id);
  const tell = () => button.setAttribute('aria-expanded', String(!panel.hidden));
  tell();
  panels.addEventListener('card-panel', tell);
  return button;
}

/** overflow is the menu behind "...". */
function overflow(buttons) {
  const menu = el('div', { class: 'card-menu', id: uniqueId(), role: 'group', 'aria-label': 'More options', hidden: true }, ...buttons);
  const opener = el('button', { type: 'button', class: 'card-button card-button-more', 'aria-label': 'More options', 'aria-controls': menu.id }, '...');
  const set = (open) => {
    menu.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
  };
  set(false);
  const element = el('div', { class: 'card-overflow' }, opener, menu);
  opener.addEventListener('click', (event) => {
    event.stopPropagation();
    set(menu.hidden);
    if (!menu.hidden) buttons.find((button) => !button.disabled)?.focus();
  });
  menu.addEventListener('click', () => set(false), true);
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.hidden) return;
    event.stopPropagation();
    set(false);
    opener.focus();
  });
  element.addEventListener('focusout', (event) => {
    if (!element.contains(event.relatedTarget)) set(false);
  });
  return element;
}
