// The drawer below the panes, with a tab for each panel. A panel is loaded when it is first looked at.

import { h, fill, iconButton } from './dom.js';
import { remember, remembered } from './prefs.js';

const panels = [
  { id: 'inspector', title: 'Inspector', load: () => import('./inspector/index.js') },
  { id: 'world', title: 'World', load: () => import('./panels/world.js') },
  { id: 'faults', title: 'Faults', load: () => import('./panels/faults.js') },
  { id: 'desk', title: 'Desk', load: () => import('./panels/desk.js') },
];

const smallest = 120; // pixels

export class Drawer {
  #tabs = new Map();
  #bodies = new Map();
  #kept = { open: false, tab: 'inspector', height: 320, ...remembered('drawer', {}) };

  /** @param {object} store */
  constructor(store) {
    this.store = store;
    for (const panel of panels) {
      const tab = h('button', {
        type: 'button', role: 'tab', class: 'tab', id: `tab-${panel.id}`, 'aria-controls': `panel-${panel.id}`, onclick: () => this.show(panel.id),
      }, panel.title);
      this.#tabs.set(panel.id, tab);
      this.#bodies.set(panel.id, h('div', { role: 'tabpanel', class: 'panel', id: `panel-${panel.id}`, 'aria-labelledby': tab.id, tabindex: '0', hidden: true }));
    }
    const grip = h('div', {
      class: 'grip', role: 'separator', tabindex: '0', 'aria-orientation': 'horizontal', 'aria-label': 'Height of the drawer',
      onpointerdown: (event) => this.#drag(event), onkeydown: (event) => this.#resize(event),
    });
    this.element = h('aside', { id: 'drawer', 'aria-label': 'Drawer', hidden: true }, grip,
      h('div', { class: 'tabs' }, h('div', { role: 'tablist', 'aria-label': 'Panels', onkeydown: (event) => this.#keys(event) }, [...this.#tabs.values()]),
        h('span', { class: 'grow' }), iconButton('close', 'Close the drawer', () => this.toggle(false))),
      [...this.#bodies.values()]);
    this.button = iconButton('drawer', 'Inspector and other panels', () => this.toggle(), { 'aria-expanded': 'false', 'aria-controls': 'drawer' });
    this.#size(this.#kept.height);
  }

  /** Opens it if it was open when the page was left. The store must have started: panels show what it knows. */
  start() {
    if (this.#kept.open) this.show(this.#kept.tab);
  }

  /** Opens or closes it. */
  toggle(on = !this.#kept.open) {
    if (on) {
      this.show(this.#kept.tab);
      this.#tabs.get(this.#kept.tab)?.focus();
      return;
    }
    const inside = this.element.contains(document.activeElement);
    this.#kept.open = false;
    this.element.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
    this.#keep();
    if (inside) this.button.focus();
  }

  /** Opens it at a tab. */
  async show(id) {
    const panel = panels.find((one) => one.id === id) ?? panels[0];
    this.#kept = { ...this.#kept, open: true, tab: panel.id };
    this.element.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    this.#keep();
    for (const [one, tab] of this.#tabs) {
      const selected = one === panel.id;
      tab.setAttribute('aria-selected', selected);
      tab.tabIndex = selected ? 0 : -1;
      this.#bodies.get(one).hidden = !selected;
    }
    if (panel.mounted) return;
    panel.mounted = true;
    const body = this.#bodies.get(panel.id);
    try {
      const { mount, title } = await panel.load();
      if (title) this.#tabs.get(panel.id).textContent = title;
      await mount(body, this.store);
    } catch (err) {
      panel.mounted = false; // it is tried again when it is looked at again
      fill(body, h('p', { class: 'note problem', role: 'alert' }, `${panel.title} could not be shown: ${err.message}`));
    }
  }

  #keep() { remember('drawer', this.#kept); }

  #keys(event) {
    const ids = [...this.#tabs.keys()];
    const at = ids.indexOf(this.#kept.tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.show(ids.at(to % ids.length));
    this.#tabs.get(this.#kept.tab).focus();
  }

  #size(height) {
    this.#kept.height = Math.round(Math.min(Math.max(height, smallest), Math.max(smallest, innerHeight - 240)));
    this.element.style.height = `${this.#kept.height}px`;
  }

  #resize(event) {
    const step = { ArrowUp: 24, ArrowDown: -24 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.#size(this.#kept.height + step);
    this.#keep();
  }

  #drag(event) {
    event.preventDefault();
    const { target } = event;
    target.setPointerCapture(event.pointerId);
    const from = event.clientY + this.#kept.height;
    const move = (moved) => this.#size(from - moved.clientY);
    target.addEventListener('pointermove', move);
    target.addEventListener('lostpointercapture', () => {
      target.removeEventListener('pointermove', move);
      this.#keep();
    }, { once: true });
  }
}
