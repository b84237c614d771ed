// What cards ask for: each button of theirs becomes an act of the person. See cards/index.js for what they ask.

import { Refused } from '../api.js';
import { does, isObject, mustAnswer, place } from './act.js';
import { openSurface } from './surface.js';
import { signIn, signsInByItself } from './signin.js';
import { toast } from './window.js';

/**
 * Makes the host of the cards in a message, or of suggested actions.
 *
 * @param {object} store
 * @param {{person: object, conversation: string, message?: object, suggested?: boolean, answered?: () => Promise<void>,
 *   mayRefresh?: () => boolean, refreshed?: () => void}} view answered shows the card that the bot answered with;
 *   refreshed is called when a card refreshes itself
 */
export function hostFor(store, view) {
  return {
    locale: view.person.locale,
    userId: view.person.id,
    refreshAllowed: view.mayRefresh?.() ?? false,
    act: (request) => perform({ ...place(view), store }, request, view),
  };
}

/**
 * Does what a card asks for, and shows what the bot answers.
 *
 * @param {import('./act.js').Where} where
 * @param {object} request see cards/index.js
 * @param {{suggested?: boolean, answered?: () => Promise<void>, refreshed?: () => void}} [view]
 */
export async function perform(where, request, view = {}) {
  const { action, data } = request;
  switch (request.kind) {
    case 'openUrl':
    case 'downloadFile':
    case 'playAudio':
    case 'playVideo':
    case 'showImage':
    case 'call':
      return window.open(action.value, '_blank', 'noopener,noreferrer');
    case 'signin':
      return signIn(where, { card: cardOf(request) });
    case 'submit':
      if (data?.msteams?.type === 'signin') return signIn(where, { card: cardOf({ action: data.msteams }) });
      break;
    case 'typeahead':
      return choices(where, request);
    case 'o365':
      return answered(where, await does(where, 'press', { action, body: request.body }), view);
    case 'fileConsent':
      return consent(where, request);
    default:
  }
  if (request.trigger === 'automatic') view.refreshed?.();
  const done = await does(where, 'press', { action, data, trigger: request.trigger, suggested: view.suggested });
  return answered(where, done, view, request.trigger === 'automatic');
}

/** The OAuth card that a button to sign in belongs to. A sign-in card names no connection. */
function cardOf({ action, connectionName = '', tokenExchangeResource }) {
  return { connectionName, tokenExchangeResource, buttons: action ? [action] : [] };
}

async function choices(where, { dataset, queryText, queryOptions, data }) {
  const { answer } = await does(where, 'choices', { dataset, queryText, ...queryOptions, others: data });
  mustAnswer(answer);
  const { body } = answer;
  if (!Array.isArray(body?.value?.results)) throw new Refused(`the answer has no value.results: ${JSON.stringify(body)?.slice(0, 200)}`);
  return body;
}

async function consent(where, { accept, action }) {
  const { answer } = await does(where, 'answerFileConsent', undefined, { accept });
  mustAnswer(answer);
  const name = action.name || 'the file';
  toast(accept ? `accepts ${name}: the bot may put it into their drive.` : `declines ${name}.`, where.person);
}

/** Shows what the bot answered to a button. What went wrong is thrown, for the card to say. */
export function answered(where, { activity, answer }, view = {}, automatic = false) {
  if (!answer) return undefined; // a message, which the bot answers by and by
  mustAnswer(answer);
  if (activity?.name === 'adaptiveCard/action') return acted(where, activity, answer.body, view, automatic);
  return openSurface(where.store, { ...where, asked: activity, answer });
}

const error = /^application\/vnd\.microsoft\.error(\.|$)/;

/**
 * Shows the answer to an Action.Execute.
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
 */
async function acted(where, asked, body, view, automatic) {
  const type = typeof body?.type === 'string' ? body.type : '';
  if (type === 'application/vnd.microsoft.card.adaptive' && isObject(body.value)) {
    if (!view.answered) throw new Refused('The bot answered with a card, which takes the place of a card in a message only. A form is submitted with Action.Submit.');
    view.refreshed?.(); // what answers a press is as new as can be
    await view.answered?.();
  } else if (type === 'application/vnd.microsoft.activity.message' && typeof body.value === 'string') {
    toast(body.value, where.person);
  } else if (type === 'application/vnd.microsoft.activity.loginRequest' && isObject(body.value)) {
    if (automatic) throw new Refused('This card asks to sign in before it refreshes itself.');
    const how = { card: body.value, asked, answer: (done) => answered(where, done, view) };
    if (!await signsInByItself(where, how)) signIn(where, how);
  } else if (error.test(type)) {
    throw new Refused(`${words[type] ?? 'The bot refused'}: ${[body.value?.message, body.value?.code && `(${body.value.code}, ${body.statusCode})`].filter(Boolean).join(' ') || body.statusCode}`);
  } else {
    throw new Refused(`This is no answer to an Action.Execute: ${JSON.stringify(body)?.slice(0, 300) ?? 'there is none'}. It has a statusCode, a type such as application/vnd.microsoft.card.adaptive, and a value.`);
  }
  return body;
}

const words = {
  'application/vnd.microsoft.error.incorrectAuthCode': 'The code of the sign-in page was wrong',
  'application/vnd.microsoft.error.preconditionFailed': 'Single sign-on failed',
};
