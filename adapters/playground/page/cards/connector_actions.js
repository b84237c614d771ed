// What a connector card lets people do. In a bot's card, HttpPOST sends the bot the invoke actionableMessage/executeAction.
// https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#actions
import { el, isObject, listOf, textOf, uniqueId } from './dom.js';

/** How many actions Teams shows of a section. */
export const maxActions = 5;

/**
 * connectorActions draws actions. An HttpPOST is act({kind: 'o365', body, actionId, action}).
 *
 * @param {any} actions
 * @param {import('./frame.js').Frame} frame
 * @returns {HTMLElement|null}
 */
export function connectorActions(actions, frame) {
  const panels = el('div', { class: 'card-panels' });
  const drawn = listOf(actions).filter(isObject).slice(0, maxActions).map((action) => drawAction(action, frame, panels, new Map()));
  return drawn.length > 0 ? el('div', { class: 'card-actions' }, el('div', { class: 'card-buttons' }, ...drawn), panels) : null;
}

function drawAction(action, frame, panels, inputs) {
  const type = textOf(action['@type']);
  const button = el('button', { type: 'button', class: 'card-button' }, textOf(action.name) || type || 'Action');
  if (type === 'ActionCard' && panels) {
    openCard(button, action, frame, panels);
    return button;
  }
  button.addEventListener('click', () => press(action, type, { frame, button, inputs }));
  return button;
}

function press(action, type, { frame, button, inputs }) {
  frame.problem('');
  switch (type) {
    case 'ViewAction':
      return frame.press({ type: 'openUrl', title: action.name, value: listOf(action.target)[0] }, button);
    case 'OpenUri':
      return frame.press({ type: 'openUrl', title: action.name, value: uriOf(action.targets) }, button);
    case 'HttpPOST': {
      const missing = [...inputs.values()].find((input) => input.required && input.read() === '');
      if (missing) {
        frame.problem(`${missing.name} must be filled in first.`);
        return missing.focus.focus();
      }
      const body = fill(textOf(action.body), inputs);
      return frame.send({ kind: 'o365', actionId: textOf(action['@id']), body, action }, button);
    }
    default:
      return frame.problem(`Teams does not know the action ${type || 'without a type'}.`);
  }
}

/** uriOf prefers the address for this system to the one for all. */
function uriOf(targets) {
  const known = listOf(targets).filter(isObject);
  return (known.find((target) => target.os === 'default') ?? known[0])?.uri;
}

/** fill puts inputs in the places that name them, as {{id.value}}, made fit for JSON if the body is. */
function fill(body, inputs) {
  const isJSON = /^\s*[[{]/.test(body);
  return body.replace(/\{\{([^{}]+?)\.value\}\}/g, (place, id) => {
    const input = inputs.get(id);
    if (!input) return place;
    return isJSON ? JSON.stringify(input.read()).slice(1, -1) : input.read();
  });
}

function openCard(button, action, frame, panels) {
  const inputs = new Map();
  const fields = listOf(action.inputs).filter(isObject).map((input) => drawInput(input, inputs));
  const actions = listOf(action.actions).filter(isObject).map((inner) => drawAction(inner, frame, null, inputs));
  const panel = el('div', { class: 'card-panel', id: uniqueId(), hidden: true }, ...fields, el('div', { class: 'card-buttons' }, ...actions));
  panels.append(panel);
  button.setAttribute('aria-controls', panel.id);
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => {
    const open = panel.hidden;
    for (const other of panels.children) other.hidden = true;
    panel.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
  });
}

function drawInput(input, inputs) {
  const id = textOf(input.id);
  const name = textOf(input.title) || id;
  const field = control(input);
  field.focus.setAttribute('aria-label', name);
  field.element.dataset.inputId = id;
  inputs.set(id, { ...field, name, required: input.isRequired === true });
  return el('div', { class: 'card-input' }, el('div', { class: 'card-label', 'aria-hidden': 'true' }, name, input.isRequired === true ? ' *' : ''), field.element);
}

function control(input) {
  const value = textOf(input.value);
  if (input['@type'] === 'MultichoiceInput' || input['@type'] === 'multichoiceInput') return choices(input, value);
  const isDate = /^dateinput$/i.test(textOf(input['@type']));
  const field = isDate
    ? el('input', { class: 'card-field', type: input.includeTime === true ? 'datetime-local' : 'date' })
    : el(input.isMultiline === true ? 'textarea' : 'input', { class: 'card-field' });
  if (input.maxLength > 0) field.maxLength = Math.floor(input.maxLength);
  field.value = value;
  return { element: field, focus: field, read: () => field.value };
}

function choices(input, value) {
  const offered = listOf(input.choices).filter(isObject);
  if (input.isMultiSelect !== true) {
    const options = offered.map((choice) => el('option', { value: textOf(choice.value) }, textOf(choice.display)));
    const field = el('select', { class: 'card-field' }, el('option', { value: '' }, ''), ...options);
    if (options.some((option) => option.value === value)) field.value = value;
    return { element: field, focus: field, read: () => field.value };
  }
  const chosen = value.split(/[,;]/);
  const fields = offered.map((choice) => el('input', { type: 'checkbox', class: 'card-check', value: textOf(choice.value), checked: chosen.includes(textOf(choice.value)) }));
  const labels = fields.map((field, i) => el('label', { class: 'card-choice' }, field, el('span', {}, textOf(offered[i].display))));
  const element = el('div', { class: 'card-choices', role: 'group' }, ...labels);
  return { element, focus: element, read: () => fields.filter((field) => field.checked).map((field) => field.value).join(';') };
}
