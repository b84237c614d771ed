// The completion of mentions: @ and some letters offer the people of the conversation, and the bot.

import { h, fill, newID } from '../dom.js';
import { avatar } from './avatar.js';
import { split } from './feed.js';

const offered = 8;

export class Completion {
  /** Called with who was chosen. */
  onchoose = (account) => {};

  #list = h('ul', { class: 'completion', role: 'listbox', 'aria-label': 'People to mention', id: newID(), hidden: true });
  #accounts = [];
  #at = 0;
  #asked = 0;

  /**
   * @param {HTMLTextAreaElement} box
   * @param {{store: object, person: object, conversation: string, mentioned: Map<string, object>}} around mentioned gets who
   * was chosen
   */
  constructor(box, around) {
    Object.assign(this, around, { box });
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.#list.id })) box.setAttribute(name, value);
    box.addEventListener('input', () => this.#look());
    box.addEventListener('click', () => this.#look());
    box.addEventListener('keydown', (event) => this.#key(event));
    box.addEventListener('blur', () => this.#close());
  }

  // What is being written: @ at the beginning or after a space, and letters up to the caret.
  #token() {
    const before = this.box.value.slice(0, this.box.selectionStart);
    const found = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} .'’-]{0,30}|)$/u.exec(before);
    return found && this.box.selectionStart === this.box.selectionEnd ? { name: found[1], start: before.length - found[1].length - 1 } : null;
  }

  async #look() {
    const token = this.#token();
    this.#asked += 1;
    const asked = this.#asked;
    if (!token) {
      this.#close();
      return;
    }
    const found = await this.#find(token.name).catch(() => []); // the stream says that nothing answers
    if (asked !== this.#asked) return; // more was written meanwhile
    this.#accounts = found;
    this.#at = 0;
    if (!found.length) this.#close();
    else this.#draw();
  }

  async #find(name) {
    const { place } = split(this.conversation);
    const { bot } = this.store.state;
    const here = this.store.conversation(place);
    const people = await this.store.find(name, place);
    const accounts = people.filter((one) => one.id !== this.person.id);
    const fits = bot.name.toLowerCase().startsWith(name.toLowerCase());
    return [...(fits && here?.installed ? [bot] : []), ...accounts].slice(0, offered);
  }

  #draw() {
    const options = this.#accounts.map((one, i) => h('li', {
      role: 'option', id: `${this.#list.id}-${i}`, 'aria-selected': i === this.#at, class: 'completion-item',
      onpointerdown: (event) => {
        event.preventDefault(); // the box keeps the focus
        this.#choose(i);
      },
    }, avatar(one.name, one.id === this.store.state.bot.id), h('span', {}, one.name), one.id === this.store.state.bot.id && h('span', { class: 'badge' }, 'Bot')));
    fill(this.#list, options);
    if (!this.#list.isConnected) this.box.parentElement.append(this.#list);
    this.#list.hidden = false;
    this.box.setAttribute('aria-expanded', 'true');
    this.box.setAttribute('aria-activedescendant', options[this.#at].id);
  }

  #close() {
    this.#asked += 1;
    this.#accounts = [];
    this.#list.hidden = true;
    this.box.setAttribute('aria-expanded', 'false');
    this.box.removeAttribute('aria-activedescendant');
  }

  #key(event) {
    if (!this.#accounts.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#at = (this.#at + step + this.#accounts.length) % this.#accounts.length;
      this.#draw();
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      this.#choose(this.#at);
    } else if (event.key === 'Escape') {
      this.#close();
    } else {
      return;
    }
    event.preventDefault();
  }

  #choose(i) {
    const token = this.#token();
    const { id, name } = this.#accounts[i];
    if (token) this.box.setRangeText(`@${name} `, token.start, this.box.selectionStart, 'end');
    this.mentioned.set(id, { id, name });
    this.#close();
    this.box.dispatchEvent(new Event('input', { bubbles: true }));
    this.#close(); // what is completed needs no completion
    this.onchoose({ id, name });
  }
}
