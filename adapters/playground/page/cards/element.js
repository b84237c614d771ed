// One element after the other: what all of them have, and the module that draws each type.
import { isObject, oneOf, textOf } from './dom.js';
import { drawActionSet } from './actionbar.js';
import { drawColumnSet, drawContainer } from './containers.js';
import { drawBadge, drawCarousel, drawCodeBlock, drawCompoundButton, drawIcon, drawProgressBar, drawProgressRing, drawRating } from './extensions.js';
import { drawImage, drawImageSet, drawMedia } from './images.js';
import { drawChoiceSet } from './input_choice.js';
import { drawDate, drawNumber, drawText, drawTime } from './input_text.js';
import { drawRatingInput, drawToggle } from './input_toggle.js';
import { notDrawn } from './notdrawn.js';
import { drawTable } from './table.js';
import { drawFactSet, drawRichTextBlock, drawTextBlock } from './texts.js';

const draws = {
  __proto__: null,
  ActionSet: drawActionSet, Badge: drawBadge, Carousel: drawCarousel, CodeBlock: drawCodeBlock, ColumnSet: drawColumnSet,
  CompoundButton: drawCompoundButton, Container: drawContainer, FactSet: drawFactSet, Icon: drawIcon, Image: drawImage,
  ImageSet: drawImageSet, 'Input.ChoiceSet': drawChoiceSet, 'Input.Date': drawDate, 'Input.Number': drawNumber,
  'Input.Rating': drawRatingInput, 'Input.Text': drawText, 'Input.Time': drawTime, 'Input.Toggle': drawToggle, Media: drawMedia,
  ProgressBar: drawProgressBar, ProgressRing: drawProgressRing, Rating: drawRating, RichTextBlock: drawRichTextBlock,
  Table: drawTable, TextBlock: drawTextBlock,
};

const spacings = ['none', 'extrasmall', 'small', 'default', 'medium', 'large', 'extralarge', 'padding'];

/**
 * @typedef {Object} Surroundings
 * @property {import('./context.js').CardContext} ctx
 * @property {import('./context.js').Scope} scope of inputs
 */

/**
 * drawElements draws elements below each other.
 *
 * @param {Object[]} nodes that resolve returned
 * @param {Surroundings} around
 * @returns {HTMLElement[]}
 */
export function drawElements(nodes, around) {
  return nodes.map((node) => drawElement(node, around)).filter(Boolean);
}

/**
 * drawElement draws one element.
 *
 * @param {Object} node
 * @param {Surroundings} around
 * @returns {HTMLElement|undefined} nothing if there is nothing to see, such as a text without text
 */
export function drawElement(node, around) {
  const draw = draws[node.type];
  const element = draw ? draw(node, around) : notDrawn(`Teams draws ${node.type} here; this page does not.`, node);
  if (element) common(element, node, around.ctx);
  return element;
}

/**
 * common gives an element what all have: its distance, its line, whether it is seen, and its id.
 *
 * @param {HTMLElement} element
 * @param {Object} node
 * @param {import('./context.js').CardContext} ctx
 */
export function common(element, node, ctx) {
  element.classList.add('card-item', `card-spacing-${oneOf(node.spacing, spacings) || 'default'}`);
  if (node.separator === true) element.classList.add('card-separator');
  if (oneOf(node.height, ['stretch'])) element.classList.add('card-stretch');
  if (node.rtl === true) element.dir = 'rtl';
  if (node.rtl === false) element.dir = 'ltr';
  if (node.isVisible === false) element.hidden = true;
  if (textOf(node.targetWidth)) ctx.targets.set(element, node.targetWidth);
  identify(element, node, ctx);
}

/**
 * identify remembers an element under the id that its card gave it. The first of an id counts.
 *
 * @param {HTMLElement} element
 * @param {Object} node
 * @param {import('./context.js').CardContext} ctx
 */
export function identify(element, node, ctx) {
  const id = textOf(node.id);
  if (!id || !isObject(node)) return;
  element.dataset.cardId = id;
  if (!ctx.elements.has(id)) ctx.elements.set(id, element);
}
