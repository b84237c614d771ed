// What Teams will not show, or not take, of an input.
import { isObject, listOf, textOf } from './dom.js';

/**
 * lintInput checks an input.
 *
 * @param {Object} node
 * @param {string} type
 * @param {string} where
 * @param {import('./lint_rules.js').Report} report
 */
export function lintInput(node, type, where, report) {
  if (textOf(node.id) === '') report('error', where, 'The input has no id, so nothing of it is sent.');
  if (node.isRequired === true && textOf(node.errorMessage) === '') report('warning', where, 'The input is required and has no errorMessage: Teams does not say what is missing.');
  if (node.isRequired === true && textOf(node.label) === '') report('warning', where, 'The input is required and has no label, where Teams shows the star.');
  if (type === 'Input.Text') lintRegex(node.regex, where, report);
  if (type === 'Input.ChoiceSet') lintChoices(node, where, report);
  if (type === 'Input.Date' && textOf(node.value) !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(node.value)) report('error', where, 'A date is written as 2026-11-21.');
  if (type === 'Input.Time' && textOf(node.value) !== '' && !/^\d{2}:\d{2}$/.test(node.value)) report('error', where, 'A time is written as 19:30.');
}

function lintRegex(regex, where, report) {
  try {
    new RegExp(textOf(regex));
  } catch (err) {
    report('error', where, `The regular expression cannot be read: ${err.message}.`);
  }
}

function lintChoices(node, where, report) {
  const several = node.isMultiSelect === true;
  const choices = listOf(node.choices);
  if (choices.length === 0 && !isObject(node['choices.data'])) report('error', where, 'There are no choices.');
  if (several && textOf(node.style).toLowerCase() === 'filtered') report('warning', where, 'Teams filters choices only where one can be chosen.');
  const query = node['choices.data'];
  if (isObject(query) && textOf(query.dataset) === '') report('error', `${where}['choices.data']`, 'The query has no dataset, which says what the bot looks in.');
  choices.forEach((choice, i) => {
    for (const name of ['title', 'value']) {
      if (textOf(choice?.[name]) === '') report('error', `${where}.choices[${i}]`, `The choice has no ${name}.`);
    }
    const comma = several && textOf(choice?.value).includes(',');
    if (comma) report('error', `${where}.choices[${i}]`, 'The value has a comma in it, and several values are sent with commas between them.');
  });
}
