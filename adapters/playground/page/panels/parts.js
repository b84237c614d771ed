// What the panels share: fields, buttons that tell how it went, questions before what cannot be undone.

import { h, fill, newID } from '../dom.js';
import { sentence } from '../words.js';

/** Makes a labelled control. */
export function field(label, control, ...after) {
  control.id ||= newID();
  return h('div', { class: 'field' }, h('label', { for: control.id }, label), control, after);
}

/** Has a line suggest values; what it returns stands beside it. */
export function suggesting(control, values) {
  const list = h('datalist', { id: newID() }, values.map((value) => h('option', { value })));
  control.setAttribute('list', list.id);
  return list;
}

/** Makes a box to tick. */
export function tick(label, props = {}) {
  const box = h('input', { type: 'checkbox', ...props });
  return h('label', { class: 'tick' }, box, h('span', {}, label));
}

/**
 * Makes a list to choose one from.
 *
 * @param {string} label
 * @param {[string, string][]} options values and texts
 * @param {string} [chosen]
 */
export function choice(label, options, chosen, props = {}) {
  return h('select', { class: 'input', 'aria-label': label, ...props },
    options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)));
}

/** Makes a line to write in. */
export function line(props = {}) {
  return h('input', { type: 'text', class: 'input', autocomplete: 'off', spellcheck: false, ...props });
}

/** The line in which a panel tells how it went. */
export class Said {
  element = h('div', { class: 'said' });

  /** Tells that something was done. */
  done(text) { fill(this.element, h('p', { class: 'note done', role: 'status' }, text)); }

  /** Tells what went wrong. */
  problem(text) { fill(this.element, h('p', { class: 'note problem', role: 'alert' }, sentence(text))); }

  clear() { fill(this.element); }
}

/**
 * Makes a button that does something, once at a time, and tells if it fails.
 *
 * @param {Said} said
 * @param {string} text
 * @param {() => Promise<void>} run
 */
export function button(said, text, run, props = {}) {
  const element = h('button', {
    type: 'button', class: 'button small', ...props,
    onclick: async () => {
      if (element.ariaDisabled === 'true') return;
      element.ariaDisabled = 'true'; // not disabled: that would take the focus away
      try {
        await run();
      } catch (err) {
        said.problem(err.message);
      } finally {
        element.ariaDisabled = 'false';
      }
    },
  }, text);
  return element;
}

/**
 * Makes a form of one line: what is written and a button.
 *
 * @param {Said} said
 * @param {Element[]} controls
 * @param {string} text of the button
 * @param {() => Promise<void>} run
 */
export function lineForm(said, controls, text, run, props = {}) {
  const submit = h('button', { class: 'button small' }, text);
  return h('form', {
    class: 'line', ...props,
    onsubmit: async (event) => {
      event.preventDefault();
      if (submit.ariaDisabled === 'true') return;
      submit.ariaDisabled = 'true';
      try {
        await run();
      } catch (err) {
        said.problem(err.message);
      } finally {
        submit.ariaDisabled = 'false';
      }
    },
  }, controls, submit);
}

/**
 * Asks before something that cannot be undone.
 *
 * @param {string} question
 * @param {string} text what will be
 * @param {string} yes the text of the button that does it
 * @returns {Promise<boolean>}
 */
export function confirmed(question, text, yes) {
  const id = newID();
  const no = h('button', { value: '', class: 'button small', autofocus: true }, 'Cancel');
  const dialog = h('dialog', { class: 'confirm', 'aria-labelledby': id }, h('form', { method: 'dialog' },
    h('h2', { id }, question), h('p', {}, text),
    h('div', { class: 'buttons' }, no, h('button', { value: 'yes', class: 'danger' }, yes))));
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answered) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      before?.focus();
      answered(dialog.returnValue === 'yes');
    }, { once: true });
  });
}

/**
 * Draws something anew, and keeps the focus and what was written in elements that have the same data-key as before.
 *
 * @param {Element} root
 */
export function redraw(root, ...children) {
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const written = new Map();
  for (const one of root.querySelectorAll('input[type="text"][data-key], textarea[data-key]')) {
    if (one.value !== one.defaultValue) written.set(one.dataset.key, one.value);
  }
  const { scrollTop } = root;
  fill(root, ...children);
  for (const one of root.querySelectorAll('[data-key]')) {
    if (written.has(one.dataset.key)) one.value = written.get(one.dataset.key);
    if (one.dataset.key === focused) one.focus({ preventScroll: true });
  }
  root.scrollTop = scrollTop;
}
