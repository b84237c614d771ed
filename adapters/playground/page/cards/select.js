// What happens when a part of a card is tapped.
import { isObject, pressableRole, textOf } from './dom.js';
import { run } from './actions.js';

/**
 * selectable makes an element do an action when it is clicked or, with the keyboard, chosen.
 *
 * @param {HTMLElement} element
 * @param {any} action
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement} the same element
 */
export function selectable(element, action, around) {
  if (!isObject(action) || action.isEnabled === false) return element;
  element.classList.add('card-selectable');
  element.dataset.cardAction = textOf(action.type);
  element.tabIndex = 0;
  element.setAttribute('role', pressableRole(element, action.type === 'Action.OpenUrl' ? 'link' : 'button'));
  const name = textOf(action.title) || textOf(action.tooltip);
  if (name) {
    element.title = textOf(action.tooltip) || name;
    element.setAttribute('aria-label', name);
  }
  const press = (event) => {
    if (ownTarget(event.target, element)) return;
    event.preventDefault();
    event.stopPropagation();
    run(action, around, element);
  };
  element.addEventListener('click', press);
  element.addEventListener('keydown', (event) => {
    if (event.target === element && (event.key === 'Enter' || event.key === ' ')) press(event);
  });
  return element;
}

/** ownTarget reports whether something inside has its own use for a click. */
function ownTarget(target, element) {
  const inside = target.closest?.('a, button, input, select, textarea, label, summary, .card-selectable');
  return Boolean(inside) && inside !== element && element.contains(inside);
}
