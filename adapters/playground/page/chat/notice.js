// A line between messages: what people did with the conversation.

import { h } from '../dom.js';
import { fullTimeOf, timeOf } from './time.js';

export class NoticeView {
  #day = h('div', { class: 'day', hidden: true });

  /**
   * @param {object} person who reads it
   * @param {import('./feed.js').Message} message
   */
  constructor(person, message) {
    this.message = message;
    this.time = new Date(message.posted);
    this.element = h('li', { class: 'notice-line', dataset: { id: message.id } }, this.#day,
      h('span', {}, message.notice), h('time', { datetime: this.time.toISOString(), title: fullTimeOf(person, this.time) }, timeOf(person, this.time)));
  }

  update() {} // it stays as it is

  /** Sets the line of a new day. */
  follow(before, dayText) {
    this.#day.hidden = !dayText;
    this.#day.textContent = dayText;
  }
}
