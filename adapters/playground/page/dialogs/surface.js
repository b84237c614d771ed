// What the bot answers an invoke with: dialogs, tabs, results, wishes to sign in, and answers that Teams does not take.

import { does, isObject, place, problemOf } from './act.js';
import { attach } from './attached.js';
import { hostFor, perform } from './host.js';
import { pageWindow } from './page.js';
import { previewMessage } from './preview.js';
import { showResults } from './results.js';
import { signInFor } from './signin.js';
import { button, tell, toast, Window } from './window.js';
import { drawPage, drawTask } from './task.js';
import { renderAttachment } from '../cards/index.js';
import { h } from '../dom.js';

/**
 * Shows what the bot answered an invoke with.
 *
 * @param {object} store
 * @param {import('./act.js').Where & {asked: object, answer: {status: number, body?: any, problem?: string}, window?: Window}} given
 *   asked is the invoke as it was sent; the answer is shown in the window, if one is given
 * @returns {Window|undefined} where it is shown, if it is
 */
export function openSurface(store, given) {
  const { asked, answer, window: before } = given;
  const where = { ...place(given), store };
  const show = { where, asked, window: before };
  const { body } = answer ?? {};
  const problem = problemOf(answer ?? {});
  if (problem) return tell(windowOf(show), problem, body);
  if (body === undefined || body === null || (isObject(body) && !Object.keys(body).length)) {
    before?.close();
    return undefined;
  }
  const draw = shapes.find((one) => one.fits(asked?.name ?? '', body))?.draw;
  return draw ? draw(show, body) : wrong(show, body, expected[asked?.name] ?? 'nothing: Teams takes no body here');
}

/** The window that is shown already, or a new one. One that is there keeps its title, unless the answer has another. */
function windowOf({ window, where, asked, title }) {
  if (!window?.open) return new Window(title || titles[asked?.name] || 'Answer', where.person);
  if (title) window.title = title;
  return window;
}

const titles = {
  'task/fetch': 'Dialog', 'task/submit': 'Dialog', 'config/fetch': 'Configuration', 'config/submit': 'Configuration', 'tab/fetch': 'Tab', 'tab/submit': 'Tab',
  'message/fetchTask': 'Feedback', 'message/submitAction': 'Feedback',
};
for (const name of ['query', 'queryLink', 'selectItem', 'submitAction', 'fetchTask', 'querySettingUrl', 'setting']) titles[`composeExtension/${name}`] = 'Message extension';

const task = '{"task": {"type": "continue", "value": {…}}} or {"task": {"type": "message", "value": "…"}}';
const results = '{"composeExtension": {"type": "result", "attachments": […]}}, or of type auth, config, message or silentAuth';
const expected = {
  'task/fetch': task, 'task/submit': task, 'message/fetchTask': task,
  'config/fetch': '{"config": {"type": "continue", "value": {…}}}, or of type message or auth', 'config/submit': '{"config": {"type": "message", "value": "…"}}, or of type continue',
  'tab/fetch': '{"tab": {"type": "continue", "value": {"cards": […]}}}, or of type auth or silentAuth', 'tab/submit': '{"tab": {"type": "continue", "value": {"cards": […]}}}',
  'composeExtension/query': results, 'composeExtension/queryLink': results, 'composeExtension/selectItem': results, 'composeExtension/querySettingUrl': results,
  'composeExtension/fetchTask': `${task}; or ${results}`, 'composeExtension/submitAction': `${task}; or ${results}, or of type botMessagePreview`,
};

const isTask = (name) => /^(task|message)\/|^composeExtension\/(fetchTask|submitAction)$/.test(name);
const ofType = (v, ...types) => isObject(v) && types.includes(v.type);

// The shapes of answers, with the invokes that they answer.
const shapes = [
  { fits: (name, body) => isTask(name) && goesOn(body.task), draw: (show, body) => dialog(show, body.task) },
  { fits: (name, body) => /^config\//.test(name) && goesOn(body.config), draw: (show, body) => dialog(show, body.config) },
  { fits: (name, body) => /^config\//.test(name) && ofType(body.config, 'auth'), draw: (show, body) => page(show, body.config) },
  { fits: (name, body) => /^tab\//.test(name) && ofType(body.tab, 'continue') && Array.isArray(body.tab.value?.cards), draw: (show, body) => tab(show, body.tab.value.cards) },
  { fits: (name, body) => /^tab\//.test(name) && ofType(body.tab, 'auth', 'silentAuth'), draw: (show, body) => page(show, body.tab) },
  { fits: (name, body) => isExtension(name) && ofType(body.composeExtension, 'result') && Array.isArray(body.composeExtension.attachments), draw: (show, body) => listed(show, body.composeExtension) },
  { fits: (name, body) => isExtension(name) && ofType(body.composeExtension, 'message') && typeof body.composeExtension.text === 'string', draw: (show, body) => tell(windowOf(show), body.composeExtension.text) },
  { fits: (name, body) => isExtension(name) && ofType(body.composeExtension, 'auth', 'config', 'silentAuth'), draw: (show, body) => page(show, body.composeExtension) },
  { fits: (name, body) => isExtension(name) && ofType(body.composeExtension, 'botMessagePreview') && isObject(body.composeExtension.activityPreview), draw: (show, body) => preview(show, body.composeExtension.activityPreview) },
];

const isExtension = (name) => name.startsWith('composeExtension/');

function goesOn(v) {
  return (ofType(v, 'continue') && isObject(v.value) && (isObject(v.value.card) || typeof v.value.url === 'string'))
    || (ofType(v, 'message') && typeof v.value === 'string');
}

function wrong(show, body, wanted) {
  return tell(windowOf(show), `The bot answered ${show.asked?.name || 'the invoke'} with something that Teams does not take, and shows an error for. Expected is ${wanted}.`, body);
}

function dialog(show, { type, value }) {
  const { where, asked } = show;
  if (type === 'message') return tell(windowOf(show), value);
  const window = windowOf({ ...show, title: value.title });
  const next = (done) => openSurface(where.store, { ...where, asked: done.activity, answer: done.answer, window });
  if (value.card) return drawTask(window, value, formHost(where, asked, window, next));
  return drawPage(window, value, { where, asked, next });
}

/** The host of the cards in a form: Action.Submit sends the form, unless its data asks for something else. */
function formHost(where, asked, window, next) {
  const host = hostFor(where.store, { ...where, message: undefined });
  return {
    ...host,
    async act(request) {
      const own = request.data?.msteams?.type;
      if (request.kind !== 'submit' || (own && own !== 'task/submit')) {
        return perform({ ...where, message: undefined }, request);
      }
      return next(await does(where, 'submitForm', { asked, data: request.data }));
    },
  };
}

function tab(show, cards) {
  const { where, asked } = show;
  const window = windowOf(show).size(760, 0);
  const next = (done) => openSurface(where.store, { ...where, asked: done.activity, answer: done.answer, window });
  const host = formHost(where, asked, window, next);
  const drawn = cards.map((one) => renderAttachment({ contentType: 'application/vnd.microsoft.card.adaptive', content: one?.card }, host));
  return window.show(h('div', { class: 'surface-cards' }, drawn));
}

/** A page to sign in on or to choose settings on, after which the same is asked again. */
function page(show, { type, suggestedActions }) {
  const { where, asked, window: before } = show;
  const action = suggestedActions?.actions?.[0];
  before?.close();
  const next = (done) => openSurface(where.store, { ...where, asked: done.activity, answer: done.answer });
  if (type === 'config') return pageWindow(where, { asked, action, next });
  return signInFor(where, { asked, action, silent: type === 'silentAuth', next });
}

/** Results: one that answers a choice or an action goes into the message at once. */
function listed(show, found) {
  const { where, asked } = show;
  if (asked.name !== 'composeExtension/query' && found.attachments.length === 1) {
    show.window?.close();
    if (!attach(where, found.attachments[0])) toast('has no box to put the card into.', where.person);
    return undefined;
  }
  const window = windowOf(show).size(520, 0);
  const list = showResults(where, found, { problem: (text) => window.problem(text), done: () => window.close() });
  return window.show(list, [button('Close', () => window.close())]);
}

function preview(show, activity) {
  const { where, asked } = show;
  const window = windowOf({ ...show, title: 'The bot would post this' });
  const next = (done) => openSurface(where.store, { ...where, asked: done.activity, answer: done.answer, window });
  return previewMessage(window, activity, { where, asked, next });
}
