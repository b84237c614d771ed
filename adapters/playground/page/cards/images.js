// Images and media of Adaptive Cards.
import { el, isObject, listOf, oneOf, textOf } from './dom.js';
import { selectable } from './select.js';
import { align, pixels } from './style.js';
import { link, picture } from './url.js';

const sizes = ['auto', 'stretch', 'small', 'medium', 'large'];

/**
 * drawImage draws https://adaptivecards.io/explorer/Image.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawImage(node, around) {
  if (textOf(node.url) === '') return undefined;
  const image = picture(node.url, textOf(node.altText), `card-image-${oneOf(node.size, sizes) || 'auto'}`);
  const style = oneOf(node.style, ['person', 'roundedcorners']);
  if (style) image.classList.add(`card-image-${style}`);
  const [width, height] = [pixels(node.width), pixels(node.height)];
  if (width) image.style.width = `${width}px`;
  if (height) image.style.height = `${height}px`;
  if (/^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(textOf(node.backgroundColor))) image.style.backgroundColor = cssColor(node.backgroundColor);
  selectable(image, node.selectAction, around);
  if (image.tagName === 'IMG' && isObject(node.selectAction) && !image.hasAttribute('aria-label')) image.setAttribute('aria-label', textOf(node.altText) || 'Image');
  const element = el('div', { class: 'card-image-box' }, image);
  align(element, node.horizontalAlignment);
  return element;
}

/** cssColor: cards write the alpha first, CSS last. */
function cssColor(color) {
  return color.length === 9 ? `#${color.slice(3)}${color.slice(1, 3)}` : color;
}

/**
 * drawImageSet draws https://adaptivecards.io/explorer/ImageSet.html
 *
 * @param {Object} node
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement|undefined}
 */
export function drawImageSet(node, around) {
  const size = oneOf(node.imageSize, sizes) || 'medium';
  const images = listOf(node.images).map((image) => drawImage({ ...image, size }, around)).filter(Boolean);
  return images.length > 0 ? el('div', { class: 'card-imageset' }, ...images) : undefined;
}

/**
 * drawMedia draws https://adaptivecards.io/explorer/Media.html as a link: nothing is played here.
 *
 * @param {Object} node
 * @returns {HTMLElement|undefined}
 */
export function drawMedia(node) {
  const sources = listOf(node.sources).filter((source) => isObject(source) && textOf(source.url));
  if (sources.length === 0) return undefined;
  const name = textOf(node.altText);
  const poster = textOf(node.poster) && picture(node.poster, name, 'card-media-poster');
  const links = sources.map((source) => link(source.url, `▶ ${name || source.url}${textOf(source.mimeType) && ` (${source.mimeType})`}`));
  return el('div', { class: 'card-media' }, poster || null, ...links);
}
