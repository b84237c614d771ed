// Signing in, as on the page of an identity provider, or silently by single sign-on.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/auth-flow-bot

import { h } from '../dom.js';
import { safeLink } from '../cards/url.js';
import { remember, remembered } from '../prefs.js';
import { does, problemOf } from './act.js';
import { pageWindow } from './page.js';
import { signInSilently, signsInSilently, tokenOf } from './signon.js';
import { button, field, form, input, submit, Window } from './window.js';

/**
 * Has the client of a person who agreed sign in by itself, once for each time that they ask for something.
 *
 * @param {import('./act.js').Where} where
 * @param {{card: object, asked: object, answer: (done: object) => void}} how as {@link signIn} has it
 * @returns {Promise<boolean>} whether the bot took that
 */
export async function signsInByItself(where, { card, asked, answer }) {
  const connectionName = card.connectionName || remembered('connection', '');
  if (!connectionName || !card.tokenExchangeResource || !signsInSilently(where.person) || asked.value?.authentication) return false;
  const done = await does(where, 'signIn', { card: { ...card, connectionName }, asked, token: tokenOf(where.person), silent: true }).catch(() => null);
  if (!done || problemOf(done.answer ?? {})) return false; // the window says what is wrong
  await answer(done);
  return true;
}

/**
 * Shows a window in which a person signs in.
 *
 * @param {import('./act.js').Where} where
 * @param {{card: object, asked?: object, silent?: boolean, answer?: (done: object) => void}} how
 *   asked is the invoke that the bot answered with the wish; answer is given what the bot answers now
 */
export function signIn(where, { card, asked, silent = Boolean(card.tokenExchangeResource), answer }) {
  const known = card.connectionName ?? '';
  const window = new Window(`Sign in${known ? ` to ${known}` : ''} as ${where.person.name}`, where.person).size(440, 0);
  const connection = input({ value: known || remembered('connection', ''), readOnly: Boolean(known), required: true });
  connection.autofocus = !connection.value;
  const token = input({ value: tokenOf(where.person), autofocus: Boolean(connection.value) });
  const agreed = silent && h('input', { type: 'checkbox', checked: signsInSilently(where.person) });
  const link = safeLink(card.buttons?.[0]?.value);

  const go = async (how) => {
    if (!known) remember('connection', connection.value);
    const done = await does(where, 'signIn', { card: { ...card, connectionName: connection.value }, asked, ...how });
    const problem = problemOf(done.answer ?? {});
    if (problem) throw new Error(done.answer.status === 412 ? `${problem} Teams shows the button to sign in then.` : problem);
    if (agreed) signInSilently(where.person, agreed.checked);
    await answer?.(done);
    window.close();
  };
  window.show(form(window, (pressed) => go(pressed?.value === 'silent' ? { token: token.value, silent: true } : { token: token.value }),
    card.text && h('p', { class: 'surface-text' }, card.text),
    field('Connection', connection, known ? undefined : 'The bot named none: it is the one that the bot asks the token service for'),
    field('Token', token, 'What the token service gives the bot for this person'),
    h('div', { class: 'surface-buttons' }, submit('Sign in'), silent && Object.assign(submit('Single sign-on', 'button'), { value: 'silent' })),
    agreed && h('label', { class: 'surface-tick' }, agreed, h('span', {}, 'From now on, sign in silently, as Teams does for who has agreed once')),
    silent && h('details', { class: 'surface-more' }, h('summary', {}, 'Single sign-on that fails'),
      h('div', { class: 'surface-buttons' },
        button('The token service refuses', (pressed) => window.run(pressed, () => go({ silent: true, token: '' }))),
        !asked && button('Consent is required', (pressed) => window.run(pressed, () => go({ silent: true, token: '', failed: 'userconsentrequired' }))))),
    link && h('p', { class: 'surface-hint' }, 'In Teams the button opens ', h('a', { class: 'card-link', href: link, target: '_blank', rel: 'noopener noreferrer' }, link))));
  return window;
}

/**
 * Has a person sign in for an invoke that the bot answered with type auth or silentAuth, which names a page and no connection.
 *
 * @param {import('./act.js').Where} where
 * @param {{asked: object, action?: object, silent: boolean, next: (done: object) => void}} how
 */
export async function signInFor(where, { asked, action, silent, next }) {
  const card = { connectionName: '', buttons: action ? [action] : [], ...(silent && { tokenExchangeResource: { id: '0' } }) };
  if (silent && await signsInByItself(where, { card, asked, answer: next })) return undefined;
  const window = signIn(where, { card, asked, silent, answer: next });
  const own = button('Use the bot’s own page', () => {
    window.close();
    pageWindow(where, { asked, action, next, context: 'authentication' });
  }, 'button');
  window.foot.append(own);
  window.foot.hidden = false;
  return window;
}

