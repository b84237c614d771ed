// What the cards that are no Adaptive Cards share: a frame, a place to say what went wrong, and a host.
import { busy } from './actions.js';
import { el, isObject, pressableRole, textOf } from './dom.js';
import { safeLink } from './url.js';

/** Types of buttons whose value is an address. */
const addresses = ['openUrl', 'downloadFile', 'playAudio', 'playVideo', 'showImage', 'signin', 'call'];

/** Frame is one card that is no Adaptive Card. */
export class Frame {
  /**
   * @param {string} kind of card, for its look
   * @param {import('./context.js').Host} host
   */
  constructor(kind, host) {
    this.host = host;
    this.problems = el('div', { class: 'card-problem', role: 'alert', hidden: true });
    this.body = el('div', { class: `card card-classic card-classic-${kind}` });
    this.element = el('div', { class: 'card-frame' }, this.body, this.problems);
  }

  /** @param {string} text what went wrong; '' when nothing is wrong any more */
  problem(text) {
    this.problems.textContent = text;
    this.problems.hidden = text === '';
  }

  /**
   * press hands a card action to the host, unless it would open what is not opened.
   *
   * @param {any} action
   * @param {HTMLElement} element that is disabled meanwhile
   * @returns {Promise<void>}
   */
  async press(action, element) {
    if (element.getAttribute('aria-disabled') === 'true') return undefined;
    this.problem('');
    const kind = textOf(action.type);
    if (kind === '') return this.problem('This button has no type, so it does nothing.');
    if (addresses.includes(kind) && !safeAddress(kind, action.value)) {
      return this.problem(`This address is not opened: ${textOf(action.value) || 'none'}. Teams opens http, https and mailto.`);
    }
    return this.send({ kind, action }, element);
  }

  /**
   * send hands a request to the host.
   *
   * @param {Object} request
   * @param {HTMLElement} element that is disabled meanwhile
   * @returns {Promise<void>}
   */
  async send(request, element) {
    await busy(element, this, async () => this.host.act(request));
  }
}

/** A call has a telephone number with or without its scheme; a sign-in may have none where single sign-on does the work. */
function safeAddress(kind, value) {
  if (kind === 'call' && /^[+\d][\d\s()/-]*$/.test(textOf(value))) return true;
  return (kind === 'signin' && textOf(value) === '') || safeLink(value) !== '';
}

/**
 * tappable makes an element do a card action when it is tapped.
 *
 * @param {HTMLElement} element
 * @param {any} action
 * @param {Frame} frame
 * @param {string} name what the element is, for who does not see it
 * @returns {HTMLElement} the same element
 */
export function tappable(element, action, frame, name) {
  if (!isObject(action)) return element;
  element.classList.add('card-selectable');
  element.tabIndex = 0;
  element.setAttribute('role', pressableRole(element, 'button'));
  element.setAttribute('aria-label', textOf(action.title) || name);
  const press = (event) => {
    if (event.target !== element && event.target.closest('a, button, input, .card-selectable') !== element) return;
    event.preventDefault();
    event.stopPropagation();
    frame.press(action, element);
  };
  element.addEventListener('click', press);
  element.addEventListener('keydown', (event) => {
    if (event.target === element && (event.key === 'Enter' || event.key === ' ')) press(event);
  });
  return element;
}
