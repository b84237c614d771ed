// Choosing a command of a message extension: from the app's manifest, or by its id, where those that were used are offered again.

import { h, fill, newID } from '../dom.js';
import { remember, remembered } from '../prefs.js';
import { commandsOf } from './manifest.js';
import { field, input } from './window.js';

const used = (kind) => remembered('commands', {})[kind] ?? [];

export class Picker {
  #kind;

  /**
   * @param {import('./act.js').Where} where
   * @param {'search'|'action'} kind
   * @param {() => void} changed is called when another command of the manifest is chosen
   */
  constructor(where, kind, changed = () => {}) {
    this.#kind = kind;
    const commands = commandsOf(where.store, kind === 'search' ? 'query' : 'action', where.message ? 'message' : 'compose');
    if (!commands.length) {
      const list = h('datalist', { id: newID() }, used(kind).map((id) => h('option', { value: id })));
      this.control = input({ value: used(kind)[0] ?? '', required: true });
      this.control.setAttribute('list', list.id); // the property cannot be set
      this.element = [field('Command', this.control, 'The id of the command in the app’s manifest'), list];
      return;
    }
    const last = commands.find((one) => one.id === used(kind)[0]) ?? commands[0];
    const hint = h('p', { class: 'surface-hint' });
    const tell = () => fill(hint, this.command.description);
    this.control = h('select', { class: 'surface-input', 'data-later': '', onchange: () => { tell(); changed(); } },
      commands.map((one) => h('option', { value: one.id, selected: one === last }, one.title || one.id)));
    this.element = [field('Command', this.control), hint];
    this.#commands = commands;
    tell();
  }

  #commands = [];

  get id() { return this.control.value; }

  /** The command in the manifest, if there is one. */
  get command() { return this.#commands.find((one) => one.id === this.id); }

  /** The command is one that was used, from now on. */
  use() { remember('commands', { ...remembered('commands', {}), [this.#kind]: [this.id, ...used(this.#kind).filter((one) => one !== this.id)].slice(0, 10) }); }
}

/** Makes the fields for parameters of a command. */
export function parameterFields(parameters) {
  const controls = parameters.map((one) => [one, controlOf(one)]);
  return {
    element: controls.map(([one, control]) => field(one.title || one.name, control, one.description)),
    /** What is filled in, by the names of the parameters. Teams sends texts. */
    values: () => Object.fromEntries(controls.map(([one, control]) => [one.name, control.type === 'checkbox' ? String(control.checked) : control.value]).filter(([, value]) => value)),
  };
}

function controlOf({ inputType, value = '', choices, isRequired }) {
  const required = Boolean(isRequired);
  switch (inputType) {
    case 'textarea': return h('textarea', { class: 'surface-input', rows: 3, required }, value);
    case 'toggle': return h('input', { type: 'checkbox', class: 'surface-check', checked: value === 'true' });
    case 'choiceset': return h('select', { class: 'surface-input', required }, h('option', { value: '' }, ''), (choices ?? []).map((one) => h('option', { value: one.value, selected: one.value === value }, one.title)));
    case 'number': case 'date': case 'time': return input({ type: inputType, value, required, step: 'any' });
    default: return input({ value, required });
  }
}
