// Message extensions, for the box that somebody writes in: search commands, action commands, links.

import { h, fill, iconButton } from '../dom.js';
import { remember, remembered } from '../prefs.js';
import { does, isObject, mustAnswer, problemOf } from './act.js';
import { parameterFields, Picker } from './command.js';
import { asksAboutLinks, manifestLine, parametersOf } from './manifest.js';
import { showResults } from './results.js';
import { openSurface } from './surface.js';
import { parse } from './task.js';
import { button, field, form, input, submit, Window } from './window.js';

const pageOfResults = 25; // that a client asks for at a time
const pause = 300; // milliseconds without a key before the bot is asked

/**
 * Adds what opens message extensions to a box.
 *
 * @param {HTMLElement} root where the button goes
 * @param {object} store
 * @param {{person: object, conversation: string, box: HTMLTextAreaElement, focus: () => void}} pane whose box it is
 */
export function mountExtensions(root, store, pane) {
  const where = { store, person: pane.person, conversation: pane.conversation };
  root.append(iconButton('apps', 'Message extension', () => openExtension(where, pane), { 'aria-haspopup': 'dialog' }));
  const offer = h('div', { class: 'link-offer', role: 'status', hidden: true });
  root.closest('form')?.prepend(offer);
  pane.box.addEventListener('paste', (event) => {
    if (root.hidden) return; // the bot is gone
    const text = event.clipboardData?.getData('text/plain').trim() ?? '';
    if (/^https?:\/\/\S+$/.test(text) && URL.canParse(text)) offerLink(offer, where, text);
  });
}

/** Asks the bot for a card of a link, as Teams does for the domains that the manifest names; offers that for any other. */
function offerLink(offer, where, url) {
  const away = () => { if (again.isConnected) offer.hidden = true; }; // else another link is offered by now
  const problem = h('span', { class: 'note problem' });
  const { hostname } = new URL(url);
  const byItself = asksAboutLinks(where.store, hostname);
  const ask = async (pressed) => {
    pressed.disabled = true;
    try {
      const { activity, answer } = await does(where, 'pasteLink', { url });
      mustAnswer(answer);
      away();
      openSurface(where.store, { ...where, asked: activity, answer });
    } catch (err) {
      problem.textContent = err.message;
    } finally {
      pressed.disabled = false;
    }
  };
  const again = button('Ask', ask);
  fill(offer, h('span', {}, 'Ask the bot for a card of ', h('strong', {}, short(url)), '?'),
    byItself === false && h('span', { class: 'note' }, `Teams does not: the manifest does not name ${hostname}.`), problem,
    again, iconButton('close', 'Do not ask', away));
  offer.hidden = false;
  if (byItself) ask(again);
}

const short = (url) => (url.length > 50 ? `${url.slice(0, 50)}…` : url);

function openExtension(where, pane) {
  const window = new Window('Message extension', where.person).size(520, 0);
  window.closed.then(() => pane.focus());
  const tabs = [['Search', search], ['Action', action]];
  const panels = h('div', { role: 'tabpanel', 'aria-label': 'Command' });
  const buttons = tabs.map(([name, draw]) => h('button', { type: 'button', role: 'tab', class: 'tab', onclick: () => show(name, draw) }, name));
  const show = (name, draw) => {
    for (const one of buttons) {
      one.setAttribute('aria-selected', one.textContent === name);
      one.tabIndex = one.textContent === name ? 0 : -1;
    }
    window.problem('');
    fill(panels, draw(where, window), manifestLine(where.store, window, () => show(name, draw)));
    panels.querySelector(':is(input, select):not([data-later], [type="file"])')?.focus();
  };
  window.show([h('div', {
    role: 'tablist', class: 'surface-tabs', 'aria-label': 'Commands',
    onkeydown: (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const next = buttons[(buttons.indexOf(document.activeElement) + 1) % buttons.length];
      next.click();
      next.focus();
    },
  }, buttons), panels]);
  show(...tabs[0]);
}

/** A search command: what is typed is asked for when no key was pressed for a while. */
function search(where, window) {
  const command = new Picker(where, 'search', () => begin());
  const fields = h('div', { class: 'surface-fields' });
  let others = { values: () => ({}) }; // of the manifest's parameters, but for the first
  const parameter = input({ value: remembered('parameter', 'searchQuery'), 'data-later': '' });
  const text = input({ type: 'search', placeholder: 'Search', 'aria-label': 'Search', class: 'surface-input search-box' });
  const list = h('div', { class: 'result-list', role: 'region', 'aria-label': 'What was found', 'aria-live': 'polite' });
  let asked = 0;
  let timer;

  // The window may be closed, or show the other tab.
  const isShown = () => list.isConnected;

  async function ask(skip) {
    clearTimeout(timer);
    if (!isShown() || !command.control.reportValidity()) return;
    const mine = ++asked;
    window.problem('');
    try {
      const done = await does(where, 'search', { id: command.id, skip, parameters: parameters() });
      if (mine !== asked || !isShown()) return; // something else was asked for meanwhile, or nothing is any more
      command.use();
      if (!command.command) remember('parameter', parameter.value);
      take(done, skip);
    } catch (err) {
      if (mine === asked && isShown()) window.problem(err.message);
    }
  }

  // Without any, the bot is told that it is the first search.
  function parameters() {
    const first = command.command ? parametersOf(command.command)[0]?.name : parameter.value;
    const all = { ...(text.value && first && { [first]: text.value }), ...others.values() };
    return Object.keys(all).length ? all : undefined;
  }

  // Shows what the chosen command asks for.
  function begin() {
    fill(list);
    if (!command.command) return;
    const [first, ...rest] = parametersOf(command.command);
    text.placeholder = first?.description || first?.title || 'Search';
    others = parameterFields(rest);
    fill(fields, others.element);
    if (command.command.initialRun) ask(0);
  }

  function take(done, skip) {
    const found = done.answer?.body?.composeExtension;
    if (problemOf(done.answer ?? {}) || !isObject(found) || found.type !== 'result' || !Array.isArray(found.attachments)) {
      fill(list);
      if (found?.type === 'message' && typeof found.text === 'string') fill(list, h('p', { class: 'surface-text' }, found.text));
      else other(done);
      return;
    }
    list.querySelector('.more-results')?.remove();
    if (!skip) fill(list);
    const more = showResults(where, found, { problem: (problem) => window.problem(problem), done: () => window.close() });
    if (found.attachments.length) list.append(more);
    else if (!skip) fill(list, h('p', { class: 'surface-text' }, 'Nothing was found.'));
    if (found.attachments.length >= pageOfResults) list.append(button('Show more', () => ask(skip + pageOfResults), 'button more-results'));
    if (skip) more.querySelector('button')?.focus(); // the button that had the focus is gone
  }

  function other(done) {
    const problem = problemOf(done.answer ?? {});
    if (problem) {
      window.problem(problem);
      return;
    }
    window.close();
    openSurface(where.store, { ...where, asked: done.activity, answer: done.answer });
  }

  text.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(0), pause);
  });
  const choice = command.command ? h('div', {}, command.element)
    : h('div', { class: 'surface-pair' }, h('div', {}, command.element), field('Parameter', parameter, 'Its name in the manifest'));
  const box = form(window, () => ask(0), choice, h('div', { class: 'surface-row' }, text, submit('Search')), fields);
  queueMicrotask(() => { // when it is on the page
    begin();
    if (!command.command && command.id) ask(0); // as Teams does when it is opened, if the manifest says so
  });
  return [box, list, settings(where, window, command)];
}

function settings(where, window, command) {
  return button('Settings…', (pressed) => window.run(pressed, async () => {
    const done = await does(where, 'openSettings', { id: command.id });
    mustAnswer(done.answer);
    window.close();
    openSurface(where.store, { ...where, asked: done.activity, answer: done.answer });
  }), 'link');
}

/** An action command: its dialog comes from the bot, or its form is in the manifest. */
function action(where, window) {
  const fields = h('div', { class: 'surface-fields' });
  let filled = parameterFields([]);
  const command = new Picker(where, 'action', () => begin());
  const data = h('textarea', { class: 'surface-input surface-json', rows: 3, spellcheck: false }, '{}');
  const go = async (what, more) => {
    if (!command.control.reportValidity()) return;
    const done = await does(where, what, { id: command.id, ...more });
    mustAnswer(done.answer);
    command.use();
    window.close();
    openSurface(where.store, { ...where, asked: done.activity, answer: done.answer });
  };
  const hasForm = () => command.command && !command.command.fetchTask;
  function begin() {
    filled = parameterFields(hasForm() ? parametersOf(command.command) : []);
    fill(fields, filled.element);
  }
  begin();
  return form(window, () => (hasForm() ? go('submitAction', { data: filled.values() }) : go('openAction', {})),
    where.message && h('p', { class: 'surface-hint' }, 'The action is given the message.'), command.element, fields, submit('Open'),
    !command.command && h('details', { class: 'surface-more' }, h('summary', {}, 'The form is in the manifest'),
      field('Data, as JSON', data, 'What was filled in, by the names of the parameters'),
      button('Run', (pressed) => window.run(pressed, () => go('submitAction', { data: parse(data.value) })))));
}

/** Has a person choose an action command to run on a message. */
export function actOnMessage(where) {
  const window = new Window('Action on this message', where.person).size(440, 0);
  const show = () => window.show([action(where, window), manifestLine(where.store, window, show)]);
  show();
}
