// The app's manifest: which commands its message extensions have, for which links Teams asks the bot, and which tabs there are.
// https://learn.microsoft.com/microsoft-365/extensibility/schema/root

import { h } from '../dom.js';
import { remember, remembered } from '../prefs.js';
import { isObject } from './act.js';
import { manifestText } from './package.js';
import { button } from './window.js';

const listOf = (v) => (Array.isArray(v) ? v.filter(isObject) : []);

/** What the page needs of a manifest. */
const partOf = ({ name, composeExtensions, staticTabs }) => ({ name: { short: String(name?.short ?? 'the app') }, composeExtensions, staticTabs });

// What was chosen here holds for this bot; one that the playground was started with is newer than what was chosen before.
function chosen({ state }) {
  const kept = remembered('manifest');
  return kept?.bot === state.botUrl && (!state.manifest || kept.start === state.start) ? kept : undefined;
}

/** Returns the manifest, if there is one: as the playground was started with it, or as it was chosen here. */
export function manifestOf(store) {
  const kept = chosen(store);
  return kept ? kept.manifest : store.state.manifest;
}

function keep({ state }, manifest) { remember('manifest', { bot: state.botUrl, start: state.start, manifest }); }

/**
 * Returns the commands of a kind that can be used in a context.
 *
 * @param {object} store
 * @param {'query'|'action'} type
 * @param {'compose'|'message'} context
 */
export function commandsOf(store, type, context) {
  return listOf(manifestOf(store)?.composeExtensions).flatMap((one) => listOf(one.commands))
    .filter((one) => typeof one.id === 'string' && (one.type ?? 'query') === type && (one.context ?? ['compose']).includes(context));
}

/** The parameters of a command. */
export const parametersOf = (command) => listOf(command?.parameters).filter((one) => typeof one.name === 'string');

/** Whether Teams asks the bot about links to a host by itself; undefined if there is no manifest. */
export function asksAboutLinks(store, host) {
  const manifest = manifestOf(store);
  if (!manifest) return undefined;
  const domains = listOf(manifest.composeExtensions).flatMap((one) => listOf(one.messageHandlers)).flatMap((one) => one.value?.domains ?? []);
  return domains.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one));
}

/** The ids of the app's tabs. */
export const tabsOf = (store) => listOf(manifestOf(store)?.staticTabs).map((one) => one.entityId).filter(Boolean);

/**
 * Says where the commands come from, and has another manifest chosen, or dropped here.
 *
 * @param {object} store
 * @param {import('./window.js').Window} window
 * @param {() => void} changed
 */
export function manifestLine(store, window, changed) {
  const take = (file) => window.run(null, async () => {
    keep(store, read(await manifestText(file), file.name));
    changed();
  });
  const pick = h('input', { type: 'file', accept: '.json,.zip,application/json,application/zip', hidden: true, 'aria-label': 'The app’s manifest', onchange: () => pick.files.length && take(pick.files[0]) });
  const manifest = manifestOf(store);
  window.element.ondragover = (event) => event.preventDefault();
  window.element.ondrop = (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) take(event.dataTransfer.files[0]);
  };
  return h('div', { class: 'surface-manifest' }, pick,
    h('span', { class: 'surface-hint' }, manifest ? `As in the manifest of ${manifest.name.short}.` : 'With the app’s manifest.json, or its app package, its commands can be chosen.'),
    button(manifest ? 'Another manifest…' : 'Choose the manifest…', () => pick.click(), 'link'),
    manifest && button('Type ids', () => {
      keep(store, undefined);
      changed();
    }, 'link'));
}

function read(text, name) {
  let manifest;
  try {
    manifest = JSON.parse(text);
  } catch (err) {
    throw new Error(`${name} is not JSON: ${err.message}. The manifest is the manifest.json of the app package.`);
  }
  if (!isObject(manifest) || !manifest.manifestVersion) throw new Error(`${name} has no manifestVersion: it is no app manifest.`);
  return partOf(manifest);
}
