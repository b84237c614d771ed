// The bar at the top: what this is, whether the bot answers, and what can be changed of the page.

import { h, fill, icon, iconButton } from './dom.js';
import { openMenu } from './menu.js';
import { remember, remembered } from './prefs.js';
import { sentence } from './words.js';

const themes = [['system', 'As the system', 'screen'], ['light', 'Light', 'sun'], ['dark', 'Dark', 'moon']];

/** Sets the theme, and remembers it; theme.js sets it at the next load. */
function setTheme(name) {
  remember('theme', name);
  if (name === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}

function themeButton() {
  const now = () => themes.find(([name]) => name === remembered('theme', 'system')) ?? themes[0];
  const button = iconButton(now()[2], 'Theme', () => openMenu(button, 'Theme', themes.map(([name, text, picture]) => ({
    text, checked: name === now()[0],
    run: () => {
      setTheme(name);
      fill(button, icon(picture));
    },
  }))), { 'aria-haspopup': 'menu' });
  return button;
}

const shortcuts = [
  ['Enter', 'Send the message'],
  ['Shift+Enter', 'A new line'],
  ['@', 'Mention someone; arrow keys and Enter choose'],
  ['Arrow up, in an empty box', 'Edit what you said last'],
  ['Escape', 'Close what is open; leave an edit or a reply'],
  ['Alt+1 to Alt+6', 'Write in that pane'],
  ['Arrow keys, in a conversation', 'Go from message to message'],
  ['e, r, Delete, at a message', 'Edit it, react to it, delete it'],
  ['Alt+I', 'Open or close the drawer'],
  ['?', 'This list'],
];

function helpDialog() {
  const dialog = h('dialog', { class: 'help', 'aria-labelledby': 'help-title' }, h('form', { method: 'dialog' },
    h('header', {}, h('h2', { id: 'help-title' }, 'Keyboard'), iconButton('close', 'Close', null, { type: 'submit' })),
    h('dl', {}, shortcuts.map(([keys, what]) => [h('dt', {}, keys.split(/(, | to )/).map((part) => (/^[A-Z?@]/.test(part) || part === 'e' || part === 'r' ? h('kbd', {}, part) : part))), h('dd', {}, what)]))));
  return dialog;
}

/** What the bot did instead of taking what it was sent, by the status of its answer; 0 is none. */
function failure(status) {
  if (!status) return 'Bot does not answer';
  if (status === 401 || status === 403) return `Bot refuses this playground: ${status}`;
  return status >= 500 ? `Bot failed: ${status}` : `Bot answered ${status}`;
}

const isWriting = (target) => target.closest?.('input, textarea, select, [contenteditable]');

/**
 * Makes the bar, and what stands below it when the bot cannot even ask for something.
 *
 * @param {object} store
 * @param {{panes: () => import('./chat/panes.js').Panes, drawer: import('./drawer.js').Drawer}} parts
 * @returns {HTMLElement[]}
 */
export function topBar(store, { panes, drawer }) {
  const status = h('span', { class: 'bot-status', role: 'status' });
  const help = helpDialog();
  const add = h('button', { type: 'button', id: 'add-pane', class: 'button', title: 'Show one more person beside the others', 'aria-haspopup': 'dialog', onclick: () => panes()?.add(add) }, icon('add'), 'Person');
  addEventListener('keydown', (event) => {
    if (event.altKey && /^Digit[1-9]$/.test(event.code)) panes()?.focus(Number(event.code.slice(5)) - 1);
    else if (event.altKey && event.code === 'KeyI') drawer.toggle();
    else if (event.key === '?' && !isWriting(event.target)) help.showModal();
    else return;
    event.preventDefault();
  });
  const name = document.title.split(' · ')[0];
  const element = h('header', { id: 'top' }, h('img', { src: '/page/icon.svg', alt: '', class: 'logo' }), h('h1', {}, name), status,
    h('span', { class: 'grow' }), add, themeButton(), iconButton('help', 'Keyboard shortcuts', () => help.showModal(), { 'aria-haspopup': 'dialog' }), drawer.button, help);

  let told = '';
  const tell = () => {
    const { answers, problem, status: code } = panes()?.problems.bot() ?? {};
    const [kind, text] = !store.connected ? ['away', 'Connecting…'] : { true: ['good', 'Bot answers'], false: ['bad', failure(code)] }[answers] ?? ['idle', 'Bot not asked yet'];
    const now = JSON.stringify([kind, text, problem]);
    if (told === now) return; // it would be read out again
    told = now;
    status.dataset.kind = kind;
    fill(status, h('span', { class: 'dot', 'aria-hidden': 'true' }), text);
    status.title = (problem && sentence(problem)) || (store.state ? `The bot is at ${store.state.botUrl}` : '');
  };
  const trouble = h('div', { id: 'trouble', role: 'alert' });
  store.on('exchanges', (exchanges) => {
    const last = exchanges.findLast((one) => one.direction === 'fromBot' && !one.conversation && one.problem);
    if (last && Date.now() - Date.parse(last.time) < 60_000) fill(trouble, h('span', {}, sentence(last.problem)), iconButton('close', 'Dismiss', () => fill(trouble)));
    tell();
  });
  store.on('connected', tell);
  tell();
  return [element, trouble];
}
