// The forms that make people and places.

import { h } from '../dom.js';
import { choice, field, line, suggesting, tick } from './parts.js';
import { choosing } from './world_members.js';

const locales = ['en-US', 'en-GB', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'ja-JP', 'nl-NL', 'pl-PL', 'pt-BR', 'sv-SE', 'tr-TR', 'uk-UA', 'zh-CN', 'ar-SA', 'he-IL', 'hi-IN'];

/** Makes the form for a person, crowd, chat, meeting or team. */
export function making(panel, what) {
  return { person, crowd, chat: group('chat', 'group chat'), meeting: group('meeting', 'meeting'), team: group('team', 'team') }[what]?.(panel)
    ?? h('p', { class: 'empty' }, 'Choose a person or a place, or make one with +.');
}

function form(panel, title, text, fields, submit, make) {
  const go = h('button', { class: 'accent' }, submit);
  return h('form', {
    class: 'make', 'aria-label': title,
    onsubmit: async (event) => {
      event.preventDefault();
      if (go.ariaDisabled === 'true') return;
      go.ariaDisabled = 'true';
      try {
        await make();
      } catch (err) {
        panel.said.problem(err.message);
      } finally {
        go.ariaDisabled = 'false';
      }
    },
  }, h('h2', {}, title), text ? h('p', { class: 'note' }, text) : null, fields, h('div', { class: 'buttons' }, go));
}

// Shows what came about; what is told of it stays.
function show(panel, kind, id) {
  const told = [...panel.said.element.childNodes];
  panel.show(kind, id);
  panel.said.element.replaceChildren(...told);
}

// The language tag in the letter case that it should have.
function canonical(tag) {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    throw new Error(`${tag} is no language; write one such as en-US or de`);
  }
}

function person(panel) {
  const name = line({ required: true, placeholder: 'Eve Eklund', 'data-key': 'name' });
  const locale = line({ defaultValue: navigator.language, 'data-key': 'locale', required: true });
  const zone = line({ defaultValue: Intl.DateTimeFormat().resolvedOptions().timeZone, 'data-key': 'zone', required: true });
  const tenants = (panel.store.state.tenants ?? []).map((one) => one.name);
  const tenant = line({ defaultValue: tenants[0] ?? '', 'data-key': 'tenant', required: true });
  const guest = tick('Guest, from elsewhere');
  const install = tick('Has installed the bot', { checked: true });
  return form(panel, 'New person', '', [
    h('div', { class: 'fields' }, field('Name', name), field('Language', locale, suggesting(locale, locales)), field('Time zone', zone, suggesting(zone, Intl.supportedValuesOf('timeZone')))),
    h('div', { class: 'fields' }, field('Organization', tenant, suggesting(tenant, tenants)), guest, install),
  ], 'Add the person', async () => {
    const who = { name: name.value.trim(), locale: canonical(locale.value.trim()), timeZone: zone.value.trim(), guest: guest.firstChild.checked, tenant: tenant.value.trim() };
    const { id } = await panel.do({ do: 'addPerson', ...who }, `${who.name} is in the organization.`, { told: false });
    if (install.firstChild.checked) await panel.do({ do: 'install', by: id }, `${who.name} is in the organization and has installed the bot.`);
    show(panel, 'person', id);
  });
}

function group(what, words) {
  return (panel) => {
    const { store } = panel;
    const people = store.state.people ?? [];
    const name = line({ required: true, 'data-key': 'name' });
    const by = choice('', people.map((one) => [one.id, one.name]), people[0]?.id, { 'data-key': 'acting', 'aria-label': undefined });
    const others = choosing(store, () => true);
    return form(panel, `New ${words}`, 'The bot is in it from the start.', [
      h('div', { class: 'fields' }, field('Name', name), field(what === 'meeting' ? 'Organizer' : 'Made by', by)),
      h('fieldset', {}, h('legend', {}, 'With'), others.element),
    ], `Make the ${words}`, async () => {
      const deed = { do: { chat: 'createChat', meeting: 'createMeeting', team: 'createTeam' }[what], by: by.value, name: name.value.trim(), people: others.people().map((one) => one.id).filter((id) => id !== by.value) };
      const { id } = await panel.do(deed, `${deed.name} is there.`);
      show(panel, 'place', id);
    });
  };
}

function crowd(panel) {
  const places = panel.store.state.conversations.filter((one) => !one.deleted && one.type !== 'personal' && (!one.teamId || one.id === one.teamId || one.kind !== 'standard'));
  const name = line({ required: true, placeholder: 'Visitor', 'data-key': 'name' });
  const size = line({ type: 'number', min: 1, max: 10_000_000, required: true, defaultValue: '1000', 'data-key': 'size' });
  const where = choice('', [['', 'Nowhere'], ...places.map((one) => [one.id, one.id === one.teamId ? one.teamName : one.name])], '', { 'aria-label': undefined, 'data-key': 'where' });
  return form(panel, 'New crowd', 'Many people at once, called Visitor 1, Visitor 2 and so on. They are worked out when they are asked for, and take no memory.', [
    h('div', { class: 'fields' }, field('Name', name), field('How many', size), field('In', where)),
  ], 'Add the crowd', async () => {
    const count = Number(size.value);
    await panel.do({ do: 'addCrowd', name: name.value.trim(), count, in: where.value }, `${count.toLocaleString()} people are in the organization.`, { told: false });
    if (where.value) show(panel, 'place', where.value);
  });
}
