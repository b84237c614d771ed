// The button of one action of an Adaptive Card.
import { el, oneOf, textOf } from './dom.js';
import { picture } from './url.js';
import { run } from './actions.js';

/**
 * actionButton draws a button that does the action.
 *
 * @param {Object} action
 * @param {import('./element.js').Surroundings} around
 * @param {function(HTMLElement): void} [press] what it does instead
 * @returns {HTMLButtonElement}
 */
export function actionButton(action, around, press = (button) => run(action, around, button)) {
  const title = textOf(action.title);
  const button = el('button', {
    type: 'button',
    class: `card-button card-button-${oneOf(action.style, ['positive', 'destructive']) || 'default'}`,
    title: textOf(action.tooltip) || undefined,
    'aria-label': title ? undefined : textOf(action.tooltip) || textOf(action.type),
  }, icon(action.iconUrl), title ? el('span', { class: 'card-button-title' }, title) : null);
  button.disabled = action.isEnabled === false;
  button.addEventListener('click', (event) => {
    event.stopPropagation(); // what the button is in may be tapped too
    press(button);
  });
  button.dataset.cardAction = textOf(action.type);
  return button;
}

/** icon: a name such as icon:Calendar is one of Fluent's, which are not in this page. */
function icon(address) {
  if (!textOf(address) || /^icon:/i.test(address)) return null;
  return picture(address, '', 'card-button-icon');
}
