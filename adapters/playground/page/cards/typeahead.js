// Choices that come from the bot while a person types.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
import { isObject, listOf, textOf } from './dom.js';

const pause = 250; // milliseconds without a key before the bot is asked
const defaultCount = 15;

/**
 * typeahead asks the host for choices with act({kind: 'typeahead', dataset, queryText, queryOptions, data, action}), whose promise
 * gives a list of {title, value}, or the answer of application/search with them as value.results.
 *
 * @param {Object} node
 * @param {HTMLInputElement} field
 * @param {import('./element.js').Surroundings} around
 * @param {function({title: string, value: string}[]): void} offer
 */
export function typeahead(node, field, around, offer) {
  const query = node['choices.data'];
  let timer;
  let asked = '';
  const ask = async () => {
    const text = field.value;
    if (text === asked || text === '') return;
    asked = text;
    try {
      const answer = await around.ctx.host.act({
        kind: 'typeahead',
        dataset: textOf(query.dataset),
        queryText: text,
        queryOptions: { skip: query.skip > 0 ? query.skip : 0, top: query.count > 0 ? query.count : defaultCount },
        data: others(query, node, around.scope),
        action: query,
      });
      if (field.value === text) offer(choicesOf(answer));
    } catch (err) {
      asked = '';
      around.ctx.problem(`The bot offered no choices: ${err?.message ?? err}`);
    }
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });
}

/** others are the card's other inputs, if the query asks for them. */
function others(query, node, scope) {
  if (textOf(query.associatedInputs).toLowerCase() !== 'auto') return undefined;
  const inputs = scope.all().filter((input) => input.id && input.id !== node.id && input.isSet);
  return Object.fromEntries(inputs.map((input) => [input.id, input.value]));
}

function choicesOf(answer) {
  const results = Array.isArray(answer) ? answer : (answer?.value?.results ?? answer?.results);
  return listOf(results).filter(isObject).map((choice) => ({ title: textOf(choice.title), value: textOf(choice.value) }));
}
