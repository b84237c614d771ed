// https://adaptivecards.io/explorer/Input.ChoiceSet.html
import { el, isObject, listOf, textOf, uniqueId } from './dom.js';
import { drawInput } from './input.js';
import { typeahead } from './typeahead.js';

/**
 * drawChoiceSet draws choices as a list to open, as fields to tick, or as a field to type in.
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawChoiceSet(node, around) {
  const choices = listOf(node.choices).filter(isObject).map((choice) => ({ title: textOf(choice.title), value: textOf(choice.value) }));
  if (textOf(node['choices.data']?.dataset)) return drawTyped(node, choices, around);
  if (node.isMultiSelect === true) return drawTicked(node, choices, 'checkbox', around);
  switch (textOf(node.style).toLowerCase()) {
    case 'expanded':
      return drawTicked(node, choices, 'radio', around);
    case 'filtered':
      return drawTyped(node, choices, around);
    default:
      return drawList(node, choices, around);
  }
}

function drawList(node, choices, around) {
  const field = el('select', { class: 'card-field' });
  // Nothing is chosen until somebody chooses; this first entry stands for that.
  field.append(el('option', { value: '', hidden: true, disabled: true, selected: true }, textOf(node.placeholder)));
  const chosen = choices.findIndex((choice) => choice.value === textOf(node.value));
  field.append(...choices.map((choice, i) => el('option', { value: choice.value, selected: i === chosen }, choice.title)));
  return drawInput(node, { element: field, focus: field, read: () => field.value }, around);
}

function drawTicked(node, choices, type, around) {
  const several = type === 'checkbox';
  const chosen = several ? textOf(node.value).split(',') : [textOf(node.value)];
  const name = uniqueId();
  const fields = choices.map((choice) => {
    const field = el('input', { type, name, value: choice.value, class: 'card-check' });
    field.checked = choice.value !== '' && chosen.includes(choice.value);
    return field;
  });
  const className = node.wrap === true ? undefined : 'card-nowrap';
  const labels = fields.map((field, i) => el('label', { class: 'card-choice' }, field, el('span', { class: className }, choices[i].title || `Choice ${i + 1}`)));
  const element = el('div', { class: 'card-choices', role: several ? 'group' : 'radiogroup' }, ...labels);
  const read = () => fields.filter((field) => field.checked).map((field) => field.value).join(',');
  return drawInput(node, { element, focus: fields[0] ?? element, read, group: true }, around);
}

/** drawTyped is a field that offers the choices, and those of the bot if it has any, while a person types. */
function drawTyped(node, choices, around) {
  const offered = [...choices];
  const options = el('datalist', { id: uniqueId() });
  const show = () => options.replaceChildren(...offered.map((choice) => el('option', { value: choice.title })));
  show();
  const field = el('input', { class: 'card-field', type: 'text', list: options.id, autocomplete: 'off', placeholder: textOf(node.placeholder) });
  field.value = offered.find((choice) => choice.value === textOf(node.value))?.title ?? textOf(node.value);
  const found = () => offered.find((choice) => choice.title === field.value) ?? offered.find((choice) => choice.value === field.value);
  const read = () => (field.value === '' ? '' : (found()?.value ?? field.value));
  const wrong = () => (field.value === '' || found() ? null : 'This is none of the choices.');
  const element = el('div', { class: 'card-typed' }, field, options);
  const drawn = drawInput(node, { element, focus: field, read, wrong }, around);
  if (textOf(node['choices.data']?.dataset)) {
    typeahead(node, field, around, (more) => {
      offered.push(...more.filter((choice) => !offered.some((known) => known.value === choice.value)));
      show();
    });
  }
  return drawn;
}
