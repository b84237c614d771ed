// What people can do with the bot in a conversation besides talking: for its menu.

import { h, newID } from '../dom.js';
import { get } from '../api.js';
import { remember, remembered } from '../prefs.js';
import { does, mustAnswer } from './act.js';
import { tabsOf } from './manifest.js';
import { openSurface } from './surface.js';
import { button, field, form, input, submit, toast, Window } from './window.js';

/**
 * Returns the items of the bot's menu.
 *
 * @param {import('./act.js').Where} where
 * @returns {{text: string, run: () => void}[]}
 */
export function botItems(where) {
  return [
    { text: 'Configure the bot', run: () => configure(where) },
    { text: 'Open a tab…', run: () => ask(where, { title: 'Open a tab', label: 'Tab', hint: 'Its entityId in the app’s manifest', kept: 'tab', act: 'openTab', name: 'id', known: tabsOf(where.store) }) },
    { text: 'Hand off to the bot…', run: () => ask(where, { title: 'Hand off to the bot', label: 'Continuation', hint: 'By which the bot finds the other conversation again', kept: 'continuation', act: 'handOff', name: 'continuation' }) },
    { text: 'Sign out…', run: () => signOut(where) },
  ];
}

/** Shows what came of an act, or says it in passing. */
function shows(where, done) {
  if (!openSurface(where.store, { ...where, asked: done.activity, answer: done.answer })) toast('The bot took it, and answered with nothing.', where.person);
}

async function configure(where) {
  try {
    shows(where, await does(where, 'configure'));
  } catch (err) {
    toast(err.message, where.person);
  }
}

function ask(where, { title, label, hint, kept, act, name, known = [] }) {
  const window = new Window(title, where.person).size(420, 0);
  const value = input({ value: remembered(kept, known[0] ?? ''), required: true });
  const list = h('datalist', { id: newID() }, known.map((one) => h('option', { value: one })));
  value.setAttribute('list', list.id);
  window.show(form(window, async () => {
    const done = await does(where, act, { [name]: value.value });
    mustAnswer(done.answer);
    remember(kept, value.value);
    window.close();
    shows(where, done);
  }, field(label, value, hint), list, submit('Open')));
}

/** Where the person is signed in, and a way out, as on the page where people take back what they allowed an app. */
async function signOut(where) {
  const window = new Window('Sign out', where.person).size(420, 0);
  const draw = async () => {
    const all = await get('connections', { person: where.person.id });
    const held = all.filter((one) => one.hasToken);
    window.show(held.length
      ? h('ul', { class: 'connections' }, held.map(({ connectionName }) => h('li', {}, h('strong', {}, connectionName),
        button(`Sign out of ${connectionName}`, (pressed) => window.run(pressed, async () => {
          await does(where, 'signOut', { card: { connectionName } });
          await draw();
        })))))
      : h('p', { class: 'surface-text' }, `${where.person.name} is not signed in to anything.`), [button('Close', () => window.close(), 'accent')]);
  };
  await window.run(null, draw);
}
