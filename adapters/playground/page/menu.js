// A menu that a button opens: one at a time, ruled by keys, and closed by whatever else is done.

import { h, icon } from './dom.js';

let close = null;

/**
 * Opens a menu at a button. Escape, a click elsewhere and a choice close it, and the focus goes back to the button.
 *
 * @param {HTMLElement} anchor
 * @param {string} label
 * @param {{text: string, hint?: string, checked?: boolean, run: () => void}[]} items
 */
export function openMenu(anchor, label, items) {
  const buttons = items.map((item) => h('button', {
    type: 'button', class: 'menu-item', role: item.checked === undefined ? 'menuitem' : 'menuitemradio', tabindex: '-1',
    'aria-checked': item.checked,
    onclick: () => {
      shut(true);
      item.run();
    },
  }, h('span', { class: 'menu-check' }, item.checked && icon('check')), h('span', {}, item.text), item.hint && h('span', { class: 'menu-hint' }, item.hint)));
  const menu = h('div', { class: 'menu', role: 'menu', 'aria-label': label, onkeydown: keys }, buttons);
  const shut = openPopup(anchor, menu);
  (buttons[items.findIndex((item) => item.checked)] ?? buttons[0])?.focus();

  function keys(event) {
    const at = buttons.indexOf(document.activeElement);
    const go = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key] ?? letter(event.key, at);
    if (go === undefined) return;
    event.preventDefault();
    buttons.at(go % buttons.length).focus();
  }

  // A letter goes to the next item that begins with it, as in any menu.
  function letter(key, at) {
    if (key.length !== 1 || key === ' ') return undefined;
    const order = [...items.keys()].map((i) => (at + 1 + i) % items.length);
    return order.find((i) => items[i].text.toLowerCase().startsWith(key.toLowerCase()));
  }
}

/**
 * Shows an element at a button until something else is done.
 *
 * @param {HTMLElement} anchor
 * @param {HTMLElement} popup
 * @param {() => void} [closed] is called then
 * @returns {(refocus?: boolean) => void} what closes it; with true, the focus goes back to the anchor
 */
export function openPopup(anchor, popup, closed = () => {}) {
  close?.(false);
  anchor.setAttribute('aria-expanded', 'true');
  document.body.append(popup);
  place(anchor, popup);
  const end = new AbortController();
  const shut = (refocus = false) => {
    if (close !== shut) return;
    close = null;
    end.abort();
    popup.remove();
    anchor.setAttribute('aria-expanded', 'false');
    if (refocus) anchor.focus();
    closed();
  };
  close = shut;
  const { signal } = end;
  addEventListener('pointerdown', (event) => {
    if (!popup.contains(event.target) && !anchor.contains(event.target)) shut();
  }, { signal, capture: true });
  addEventListener('resize', () => shut(), { signal });
  popup.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !popup.contains(event.relatedTarget)) shut();
  }, { signal });
  popup.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' && event.key !== 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    shut(true);
  }, { signal });
  return shut;
}

// Below the anchor if there is room, else above it; never outside the window.
function place(anchor, popup) {
  const at = anchor.getBoundingClientRect();
  const size = popup.getBoundingClientRect();
  const below = at.bottom + 4 + size.height <= innerHeight;
  popup.style.left = `${Math.max(4, Math.min(at.left, innerWidth - size.width - 4))}px`;
  popup.style.top = `${Math.max(4, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
}
