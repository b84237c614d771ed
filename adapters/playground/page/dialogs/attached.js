// Cards that a message extension put into the message that somebody writes.

import { h, fill, iconButton } from '../dom.js';
import { renderAttachment } from '../cards/index.js';

const boxes = new Map(); // by who writes where; weakly, since panes come and go

const keyOf = ({ person, conversation }) => `${person.id} ${conversation}`;

/**
 * Puts a card into the message that the person writes there.
 *
 * @returns {boolean} false if there is no box to write in
 */
export function attach(where, { preview, ...card }) {
  const channel = where.conversation.split(';messageid=')[0];
  const box = [where.conversation, channel].map((conversation) => boxes.get(keyOf({ ...where, conversation }))?.deref()).find((one) => one?.element.isConnected);
  if (!box) return false;
  box.add(card);
  return true;
}

export class Attached {
  element = h('div', { class: 'attached', hidden: true });

  #cards = [];
  #added;

  /**
   * @param {import('./act.js').Where} where
   * @param {() => void} added is called when a card is put in
   */
  constructor(where, added) {
    this.#added = added;
    boxes.set(keyOf(where), new WeakRef(this));
  }

  add(card) {
    this.#cards.push(card);
    this.#draw();
    this.#added();
  }

  /** Returns the cards and forgets them. */
  take() {
    const taken = this.#cards;
    this.#cards = [];
    this.#draw();
    return taken;
  }

  /** Takes back what could not be sent. */
  restore(cards) {
    this.#cards = [...cards, ...this.#cards];
    this.#draw();
  }

  #draw() {
    this.element.hidden = !this.#cards.length;
    const host = { act: async () => { throw new Error('Send the card first.'); } };
    fill(this.element, this.#cards.map((card) => h('div', { class: 'attached-card', role: 'group', 'aria-label': 'Card to send' }, renderAttachment(card, host),
      iconButton('close', 'Do not send this card', () => {
        this.#cards = this.#cards.filter((one) => one !== card);
        this.#draw();
        this.#added();
      }))));
  }
}
