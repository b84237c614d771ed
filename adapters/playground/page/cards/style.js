// The words of Adaptive Cards for looks, as classes of cards.css. What a card writes never gets into a style but as a checked number.
import { oneOf, textOf } from './dom.js';
import { safeImage } from './url.js';

const containerStyles = ['default', 'emphasis', 'accent', 'good', 'attention', 'warning'];
const colors = ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'];

/**
 * textClasses are the classes of a text.
 *
 * @param {Object} node
 * @returns {string[]}
 */
export function textClasses(node) {
  const size = oneOf(node.size, ['small', 'medium', 'large', 'extralarge']);
  const weight = oneOf(node.weight, ['lighter', 'bolder']);
  const color = oneOf(node.color, colors);
  return [
    size && `card-size-${size}`,
    weight && `card-weight-${weight}`,
    color && `card-color-${color}`,
    node.isSubtle === true && 'card-subtle',
    oneOf(node.fontType, ['monospace']) && 'card-monospace',
  ].filter(Boolean);
}

/**
 * align adds the class of a horizontal alignment.
 *
 * @param {HTMLElement} element
 * @param {any} alignment
 */
export function align(element, alignment) {
  const side = oneOf(alignment, ['left', 'center', 'right']);
  if (side) element.classList.add(`card-align-${side}`);
}

/**
 * box gives a container its look.
 *
 * @param {HTMLElement} element
 * @param {Object} node
 */
export function box(element, node) {
  const style = oneOf(node.style, containerStyles);
  if (style && style !== 'default') element.classList.add('card-boxed', `card-style-${style}`);
  if (node.bleed === true) element.classList.add('card-bleed');
  if (node.showBorder === true) element.classList.add('card-bordered');
  if (node.roundedCorners === true) element.classList.add('card-rounded');
  const vertical = oneOf(node.verticalContentAlignment, ['top', 'center', 'bottom']);
  if (vertical) element.classList.add(`card-vertical-${vertical}`);
  const height = pixels(node.minHeight);
  if (height) element.style.minHeight = `${height}px`;
  background(element, node.backgroundImage);
}

/**
 * pixels reads a length such as 80px.
 *
 * @param {any} v
 * @returns {number} 0 if it is none
 */
export function pixels(v) {
  const found = /^(\d{1,5}(?:\.\d+)?)px$/.exec(textOf(v).trim());
  return found ? Number(found[1]) : 0;
}

function background(element, image) {
  const url = safeImage(typeof image === 'string' ? image : image?.url);
  if (!url) return;
  element.classList.add('card-background', `card-fill-${oneOf(image.fillMode, ['repeat', 'repeathorizontally', 'repeatvertically']) || 'cover'}`);
  element.style.backgroundImage = `url("${CSS.escape(url)}")`;
  const horizontal = oneOf(image.horizontalAlignment, ['left', 'center', 'right']) || 'left';
  element.style.backgroundPosition = `${horizontal} ${oneOf(image.verticalAlignment, ['top', 'center', 'bottom']) || 'top'}`;
}
