// Which addresses of a bot the page follows.
import { el, textOf } from './dom.js';

const linkSchemes = ['http:', 'https:', 'mailto:', 'tel:', 'sip:', 'im:', 'msteams:', 'ms-word:', 'ms-excel:', 'ms-powerpoint:'];

/**
 * safeLink returns the address if a person may be sent there, else ''. It is a list of what is allowed: javascript:, data:,
 * file: and whatever else a browser learns tomorrow run or read something here.
 *
 * @param {any} address
 * @returns {string}
 */
export function safeLink(address) {
  const url = parse(address);
  return url && linkSchemes.includes(url.protocol) ? url.href : '';
}

/**
 * safeImage returns the address if a picture may be loaded from there, else ''.
 *
 * @param {any} address
 * @returns {string}
 */
export function safeImage(address) {
  const url = parse(address);
  if (!url) return '';
  if (url.protocol === 'http:' || url.protocol === 'https:') return url.href;
  return url.protocol === 'data:' && /^image\//i.test(url.pathname) ? textOf(address).trim() : '';
}

/** parse takes absolute addresses only: a relative one would be one of this page. */
function parse(address) {
  try {
    return new URL(textOf(address).trim());
  } catch {
    return null;
  }
}

/**
 * picture makes an image that tells nobody where it is shown; where it cannot be loaded, its text is in its place.
 *
 * @param {any} address
 * @param {string} alt
 * @param {string} [className]
 * @returns {HTMLElement}
 */
export function picture(address, alt, className = '') {
  const src = safeImage(address);
  if (!src) return missing(el('span', { class: className, role: 'img', 'aria-label': alt || 'Image' }, alt), address);
  const image = el('img', { class: `card-image ${className}`, alt, loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' });
  image.addEventListener('error', () => missing(image, address), { once: true });
  image.src = src;
  return image;
}

function missing(element, address) {
  element.classList.add('card-image-missing');
  element.title ||= `This picture is not loaded: ${textOf(address).slice(0, 200) || 'it has no address'}`;
  return element;
}

/**
 * link makes a link, or only its text if the address is none to follow.
 *
 * @param {any} address
 * @param {...(Node|string)} children
 * @returns {HTMLElement}
 */
export function link(address, ...children) {
  const href = safeLink(address);
  if (!href) return el('span', { class: 'card-link-refused', title: `This address is not opened: ${textOf(address)}` }, ...children);
  return el('a', { class: 'card-link', href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}
