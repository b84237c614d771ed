// https://adaptivecards.io/explorer/Table.html
import { el, isObject, listOf, oneOf } from './dom.js';
import { drawElements, identify } from './element.js';
import { selectable } from './select.js';
import { align, box, pixels } from './style.js';

const styles = ['default', 'emphasis', 'accent', 'good', 'attention', 'warning'];

/**
 * drawTable draws a table. Cells beyond the columns are not shown, as in Teams.
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawTable(node, around) {
  const columns = listOf(node.columns).filter(isObject);
  const rows = listOf(node.rows).filter(isObject);
  if (rows.length === 0) return undefined;
  const header = node.firstRowAsHeaders !== false;
  const groups = el('colgroup', {}, ...widths(columns).map((width) => {
    const col = el('col');
    col.style.width = width;
    return col;
  }));
  const body = el('tbody', {}, ...rows.map((row, i) => drawRow(row, { node, columns, header: header && i === 0 }, around)));
  const table = el('table', { class: 'card-table' }, groups, body);
  if (node.showGridLines !== false) table.classList.add('card-grid', `card-grid-${oneOf(node.gridStyle, styles) || 'default'}`);
  return el('div', { class: 'card-table-box' }, table);
}

function drawRow(row, of, around) {
  const cells = listOf(row.cells).filter(isObject).slice(0, of.columns.length);
  while (cells.length < of.columns.length) cells.push({ type: 'TableCell', items: [] });
  const element = el('tr', {}, ...cells.map((cell, i) => drawCell(cell, row, of, of.columns[i], around)));
  const style = oneOf(row.style, styles);
  if (style && style !== 'default') element.classList.add(`card-style-${style}`);
  return element;
}

function drawCell(cell, row, of, column, around) {
  const inner = el('div', { class: 'card-items' }, ...drawElements(listOf(cell.items), around));
  const element = el(of.header ? 'th' : 'td', { scope: of.header && 'col' }, inner);
  box(element, cell);
  const set = (name, own) => [own, row[name], column[name], of.node[name]].find((value) => value !== undefined);
  align(element, set('horizontalCellContentAlignment'));
  const vertical = oneOf(set('verticalCellContentAlignment', cell.verticalContentAlignment), ['top', 'center', 'bottom']);
  if (vertical) element.classList.add(`card-vertical-${vertical}`);
  if (cell.rtl === true) element.dir = 'rtl';
  identify(element, cell, around.ctx);
  selectable(inner, cell.selectAction, around);
  return element;
}

/** widths shares what pixels leave by the columns' weights, which are 1 by default. */
function widths(columns) {
  const weight = (column) => (typeof column.width === 'number' && column.width > 0 ? column.width : 1);
  const all = columns.filter((column) => !pixels(column.width)).reduce((sum, column) => sum + weight(column), 0);
  return columns.map((column) => (pixels(column.width) ? `${pixels(column.width)}px` : `${(100 * weight(column)) / all}%`));
}
