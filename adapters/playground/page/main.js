// The page: people side by side, each in a conversation, and a drawer of panels.

import { h, fill } from './dom.js';
import { Panes } from './chat/panes.js';
import { Drawer } from './drawer.js';
import { store } from './store.js';
import { topBar } from './top.js';

async function start() {
  let panes = null;
  const deck = document.getElementById('panes'); // index.html has it already, so that something is seen at once
  const offline = h('p', { id: 'offline', role: 'status', hidden: true }, 'The playground does not answer; trying again.');
  const drawer = new Drawer(store);
  document.getElementById('top').replaceWith(...topBar(store, { panes: () => panes, drawer }), offline);
  deck.after(drawer.element);
  store.on('connected', (connected) => { offline.hidden = connected; });
  try {
    await store.start();
  } catch (err) {
    fill(deck, h('p', { class: 'empty', role: 'alert' }, `${err.message} Reload the page to try again.`));
    return;
  }
  panes = new Panes(deck, store);
  fill(deck);
  await panes.start();
  if (document.activeElement === document.body) panes.focus(0); // so that one can write at once
  drawer.start();
}

start();
