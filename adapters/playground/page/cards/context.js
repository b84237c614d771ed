// What the parts of one card share while it is drawn and used.
import { el, textOf } from './dom.js';

/**
 * @typedef {Object} Host what the page does for a card
 * @property {function(Object): Promise<any>} act does what a button asks for; see index.js
 * @property {string} [locale] of the person, such as en-US; by default the browser's
 * @property {string} [userId] of the person, as refresh.userIds of cards names people
 * @property {string} [theme] default, dark or contrast
 * @property {boolean} [refreshAllowed] whether a card may refresh itself now: not if it is the answer to a refresh
 * @property {function(string): void} [openUrl] opens an address; by default in a new tab
 */

/** Scope holds the inputs of one card; those of a card inside a card see the ones around it, not those beside it. */
export class Scope {
  /** @param {Scope|null} parent */
  constructor(parent) {
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
    /** @type {import('./input.js').Input[]} */
    this.inputs = [];
  }

  /** @returns {import('./input.js').Input[]} its own inputs, then those around it */
  all() {
    return [...this.inputs, ...(this.parent?.all() ?? [])];
  }
}

/** CardContext is one card, with all cards inside it. */
export class CardContext {
  /**
   * @param {Object} card
   * @param {Host} host
   */
  constructor(card, host) {
    this.host = host;
    this.locale = textOf(card.lang) || host.locale;
    this.mentions = undefined;
    /** @type {import('./resolve.js').Note[]} */
    this.notes = [];
    /** @type {Map<string, HTMLElement>} elements by the ids that the card gave them */
    this.elements = new Map();
    /** @type {Map<HTMLElement, string>} elements for some widths only */
    this.targets = new Map();
    /** Where what went wrong is said. It is there from the start, since screen readers miss regions that come with their text. */
    this.problems = el('div', { class: 'card-problem', role: 'alert', hidden: true });
  }

  /** @param {string} text what went wrong; '' when nothing is wrong any more */
  problem(text) {
    this.problems.textContent = text;
    this.problems.hidden = text === '';
  }

  /**
   * openUrl opens an address that safeLink let through.
   *
   * @param {string} url
   */
  openUrl(url) {
    if (this.host.openUrl) this.host.openUrl(url);
    else window.open(url, '_blank', 'noopener,noreferrer');
  }
}
