// What an action of an Adaptive Card does.
import { isObject, listOf, textOf } from './dom.js';
import { copyOf } from '../exact.js';
import { safeLink } from './url.js';

/**
 * run does an action. What goes wrong is said below the card; nothing is thrown.
 *
 * @param {Object} action
 * @param {import('./element.js').Surroundings} around
 * @param {HTMLElement} element that was pressed: it is disabled while the host is busy with the action
 * @returns {Promise<void>}
 */
export async function run(action, around, element) {
  const { ctx } = around;
  if (element.getAttribute('aria-disabled') === 'true') return;
  ctx.problem('');
  switch (action.type) {
    case 'Action.Submit':
      await send({ kind: 'submit', action }, around, element);
      break;
    case 'Action.Execute':
      await send({ kind: 'execute', verb: textOf(action.verb), action, trigger: 'manual' }, around, element);
      break;
    case 'Action.OpenUrl':
      openUrl(action.url, ctx);
      break;
    case 'Action.ToggleVisibility':
      toggle(listOf(action.targetElements), ctx);
      break;
    default:
      ctx.problem(`Teams knows ${textOf(action.type)}; this page does not do it.`);
  }
}

async function send(request, around, element) {
  const inputs = inputsFor(request.action, around.scope);
  const wrong = inputs.filter((input) => !input.check());
  if (wrong.length > 0) {
    around.ctx.problem(hidden(wrong));
    wrong[0].control.focus.focus();
    return;
  }
  await busy(element, around.ctx, () => around.ctx.host.act({ ...request, data: merge(request.action.data, inputs) }));
}

/**
 * busy disables an element while a promise runs, and says below the card why it failed.
 *
 * @param {HTMLElement} element
 * @param {{problem: function(string): void}} ctx
 * @param {function(): Promise<any>} task
 * @returns {Promise<void>}
 */
export async function busy(element, ctx, task) {
  const set = (on) => {
    element.setAttribute('aria-disabled', String(on));
    element.setAttribute('aria-busy', String(on));
    if (element instanceof HTMLButtonElement) element.disabled = on;
  };
  set(true);
  try {
    await task();
  } catch (err) {
    ctx.problem(textOf(err?.message) || textOf(err) || 'It failed, and nothing says why.');
  } finally {
    set(false);
  }
}

/** inputsFor are the inputs that go with an action; the first of an id that stands twice. */
function inputsFor(action, scope) {
  if (textOf(action.associatedInputs).toLowerCase() === 'none') return [];
  const byId = new Map();
  for (const input of scope.all()) {
    if (input.id && !byId.has(input.id)) byId.set(input.id, input);
  }
  return [...byId.values()];
}

/** merge puts inputs into an action's data, over members of the same name. Data that is no object cannot hold any. */
function merge(data, inputs) {
  if (data !== undefined && data !== null && !isObject(data)) return data;
  const merged = copyOf(data ?? {});
  for (const input of inputs) {
    if (input.isSet) Object.defineProperty(merged, input.id, { value: input.value, enumerable: true, configurable: true, writable: true });
  }
  return merged;
}

/** hidden tells of wrong inputs that cannot be seen, which else would keep a button from working without a word. */
function hidden(inputs) {
  const names = inputs.filter((input) => !input.control.element.checkVisibility()).map((input) => input.label || input.id);
  return names.length > 0 ? `What is not shown now must be filled in first: ${names.join(', ')}` : '';
}

function openUrl(address, ctx) {
  const url = safeLink(address);
  if (url) ctx.openUrl(url);
  else ctx.problem(`This address is not opened: ${textOf(address) || 'none'}. Teams opens http, https and mailto.`);
}

function toggle(targets, ctx) {
  for (const target of targets) {
    const element = ctx.elements.get(textOf(isObject(target) ? target.elementId : target));
    if (!element) continue;
    element.hidden = typeof target.isVisible === 'boolean' ? !target.isVisible : !element.hidden;
  }
}
