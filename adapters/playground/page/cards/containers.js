// Containers and columns of Adaptive Cards.
import { el, isObject, listOf, textOf } from './dom.js';
import { drawElements, common } from './element.js';
import { selectable } from './select.js';
import { align, box, pixels } from './style.js';

/**
 * drawContainer draws https://adaptivecards.io/explorer/Container.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawContainer(node, around) {
  const element = el('div', { class: 'card-container card-items' }, ...drawElements(listOf(node.items), around));
  box(element, node);
  noteLayouts(node, around.ctx);
  return selectable(element, node.selectAction, around);
}

/**
 * noteLayouts says that a layout of Teams is not drawn: what is in a container stands below each other here.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/container-layouts
 *
 * @param {Object} node
 * @param {import('./context.js').CardContext} ctx
 */
export function noteLayouts(node, ctx) {
  const layouts = listOf(node.layouts).filter((layout) => isObject(layout) && layout.type !== 'Layout.Stack');
  if (layouts.length > 0) ctx.notes.push({ text: `${textOf(layouts[0].type) || 'A layout'} is drawn as a stack`, where: '', json: layouts });
}

/**
 * drawColumnSet draws https://adaptivecards.io/explorer/ColumnSet.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawColumnSet(node, around) {
  const columns = listOf(node.columns).filter(isObject);
  if (columns.length === 0) return undefined;
  const element = el('div', { class: 'card-columns' }, ...columns.map((column) => drawColumn(column, around)));
  box(element, node);
  align(element, node.horizontalAlignment);
  return selectable(element, node.selectAction, around);
}

function drawColumn(node, around) {
  const element = drawContainer(node, around);
  common(element, node, around.ctx);
  element.classList.add('card-column');
  size(element, node.width);
  return element;
}

/** size: auto, stretch (the default), a weight, or pixels. */
function size(element, width) {
  const weight = typeof width === 'number' ? width : Number(textOf(width) || NaN);
  if (pixels(width)) {
    element.style.flex = `0 0 ${pixels(width)}px`;
  } else if (weight > 0) {
    element.style.flex = `${weight} 1 0`;
  } else if (textOf(width).toLowerCase() === 'auto') {
    element.style.flex = '0 1 auto';
  }
}
