// One person: where they can talk, and the conversation that they have open.

import { h, fill, iconButton, icon } from '../dom.js';
import { openMenu } from '../menu.js';
import { botItems } from '../dialogs/index.js';
import { avatar } from './avatar.js';
import { choosePerson } from './people.js';
import { fullTitleOf, placesOf, sameFor, titleOf } from './places.js';
import { Talk } from './talk.js';
import { timeOf, zoneOf } from './time.js';

export class Pane {
  #talk = null;
  #items = new Map(); // the buttons of the places, by id
  #listed = ''; // what the list of places shows
  #ends = [];

  /**
   * @param {{store: object, problems: object, unread: object}} around
   * @param {{person: string, place: string, list?: boolean}} kept which is changed as the person is
   * @param {{changed: () => void, close: () => void, others: () => Pane[], show: (place: object, beside: Pane) => void}} deck
   */
  constructor(around, kept, deck) {
    Object.assign(this, { around, kept, deck, store: around.store });
    this.#who = h('button', { type: 'button', class: 'who', 'aria-haspopup': 'dialog', onclick: () => this.#choosePerson() });
    this.#clock = h('span', { class: 'clock' });
    this.#list = h('nav', { class: 'places', onkeydown: (event) => this.#escape(event) });
    this.#head = h('div', { class: 'talk-head' });
    this.#body = h('div', { class: 'pane-talk' });
    this.#toggle = iconButton('list', 'Conversations', () => this.#showList(!this.kept.list), { class: 'icon-button toggle-places', onkeydown: (event) => this.#escape(event) });
    this.element = h('section', { class: 'pane' },
      h('header', { class: 'pane-head' }, this.#toggle, this.#who, this.#clock, h('span', { class: 'grow' }),
        this.#close = iconButton('close', 'Close', () => deck.close(this))),
      h('div', { class: 'pane-body' }, this.#list, h('div', { class: 'pane-main', onpointerdown: () => this.#covers && this.#showList(false) }, this.#head, this.#body)));
    this.#ends.push(this.store.on('state', () => this.#changed()), around.unread.on(() => this.#markUnread()));
    const clock = setInterval(() => this.#tick(), 20_000);
    this.#ends.push(() => clearInterval(clock));
    this.be(this.store.person(kept.person), kept.place);
    this.#showList(Boolean(kept.list));
  }

  #who;
  #clock;
  #list;
  #head;
  #body;
  #toggle;
  #close;

  end() {
    this.#talk?.end();
    for (const end of this.#ends) end();
  }

  focus() { this.#talk?.focus(); }

  /** Has the pane be of a person, at a place. */
  be(person, placeID) {
    this.person = person;
    this.kept.person = person.id;
    this.element.setAttribute('aria-label', person.name);
    this.#list.setAttribute('aria-label', `Conversations of ${person.name}`);
    fill(this.#who, avatar(person.name), h('span', { class: 'who-name' }, person.name), person.guest && h('span', { class: 'badge' }, 'Guest'), icon('chevron'));
    this.#who.title = 'Be someone else';
    this.#close.setAttribute('aria-label', `Close the pane of ${person.name}`);
    this.#tick();
    this.#listPlaces();
    this.go(sameFor(this.store, person, this.store.conversation(placeID ?? '')));
  }

  /** Opens a place. */
  go(place) {
    this.#talk?.end();
    this.place = place;
    this.kept.place = place?.id;
    this.deck.changed();
    this.#talk = place ? new Talk({ ...this.around, person: this.person }, place) : null;
    this.#drawHead();
    fill(this.#body, this.#talk?.element ?? h('p', { class: 'empty' }, `${this.person.name} is in no conversation. Install the bot for them in the World tab.`));
    this.#markPlace();
  }

  #drawHead() {
    const { place } = this;
    if (!place) {
      fill(this.#head);
      return;
    }
    const what = place.type === 'personal' ? 'Chat with the bot' : `${place.count} people${place.installed ? ' and the bot' : ''}`;
    fill(this.#head, h('div', { class: 'titles' }, h('h2', {}, place.type === 'channel' ? [h('span', { class: 'of-team' }, place.teamName), ' › ', place.name] : titleOf(this.store, place)), h('p', {}, what)),
      h('span', { class: 'grow' }),
      place.type !== 'personal' && iconButton('swap', 'Show this to someone else', (event) => this.#showTo(event.currentTarget), { 'aria-haspopup': 'dialog' }),
      iconButton('more', 'More', (event) => this.#more(event.currentTarget), { 'aria-haspopup': 'menu' }));
  }

  #more(anchor) {
    const { store, person, place } = this;
    const receipt = place.type === 'personal' ? [{ text: 'Tell the bot that everything is read', run: () => this.#talk.sendReceipt() }] : [];
    openMenu(anchor, 'More', [...receipt, ...botItems({ store, person, conversation: place.id })]);
  }

  #choosePerson() {
    choosePerson(this.#who, this.store, { label: 'Be', current: this.person.id, chosen: (person) => {
      this.be(person, this.place?.id);
      this.#who.focus();
    } });
  }

  // The same place in front of another person, beside this one.
  #showTo(anchor) {
    choosePerson(anchor, this.store, { label: 'Show this to', conversation: this.place.id, current: this.person.id, chosen: (person) => this.deck.show(this.place, person, this) });
  }

  #tick() {
    const now = new Date();
    this.#clock.textContent = `${timeOf(this.person, now)} ${zoneOf(this.person, now)}`;
    this.#clock.title = `${this.person.timeZone}, ${this.person.locale}`;
  }

  #showList(on) {
    this.kept.list = on;
    this.element.classList.toggle('with-places', on);
    this.#toggle.setAttribute('aria-expanded', on);
    this.deck.changed();
  }

  // In a narrow pane, the list stands over the conversation: it goes when it has served.
  get #covers() { return this.kept.list && getComputedStyle(this.#list).position === 'absolute'; }

  #escape(event) {
    if (event.key !== 'Escape' || !this.#covers) return;
    this.#showList(false);
    this.#toggle.focus();
  }

  // People and places are others now. What did not change is not drawn again.
  #changed() {
    const person = this.store.person(this.person.id);
    if (person && ['name', 'locale', 'timeZone', 'guest'].some((one) => person[one] !== this.person[one])) { // all messages tell of these
      const focused = this.element.contains(document.activeElement);
      this.be(person, this.place?.id);
      if (focused) this.focus();
      return;
    }
    if (person) this.person = person;
    this.#listPlaces();
    const place = this.place && this.store.conversation(this.place.id);
    if (place && JSON.stringify(place) !== JSON.stringify(this.place)) {
      this.place = place;
      this.#drawHead();
    }
    if (!this.place) this.be(this.person, undefined);
  }

  #listPlaces() {
    const groups = placesOf(this.store, this.person);
    const now = JSON.stringify(groups.map((group) => [group.title, group.places.map((one) => [one.id, one.name, one.installed])]));
    if (now === this.#listed) return;
    this.#listed = now;
    const focused = [...this.#items].find(([, item]) => item === document.activeElement)?.[0];
    this.#items.clear();
    fill(this.#list, groups.map((group) => h('section', { 'aria-label': group.title }, h('h3', {}, group.title), h('ul', {}, group.places.map((one) => h('li', {}, this.#item(one)))))));
    this.#items.get(focused)?.focus();
    this.#markPlace();
    this.#markUnread();
  }

  #item(place) {
    const title = titleOf(this.store, place);
    const item = h('button', {
      type: 'button', class: 'place', title: fullTitleOf(this.store, place),
      onclick: () => {
        if (this.#covers) this.#showList(false);
        if (this.place?.id !== place.id) this.go(this.store.conversation(place.id) ?? place);
        this.focus();
      },
    }, place.type === 'channel' ? h('span', { class: 'hash', 'aria-hidden': 'true' }, '#') : avatar(title, place.type === 'personal'), h('span', { class: 'place-name' }, title), h('span', { class: 'unread', hidden: true }));
    this.#items.set(place.id, item);
    return item;
  }

  #markPlace() {
    for (const [id, item] of this.#items) {
      if (id === this.place?.id) item.setAttribute('aria-current', 'page');
      else item.removeAttribute('aria-current');
    }
  }

  #markUnread() {
    let any = 0;
    for (const [id, item] of this.#items) {
      const count = this.around.unread.count(this.person.id, id);
      any += count;
      const mark = item.querySelector('.unread');
      mark.hidden = !count;
      mark.textContent = count > 99 ? '99+' : count || '';
      mark.setAttribute('aria-label', `${count} unread`);
      item.classList.toggle('has-unread', count > 0);
    }
    this.#toggle.classList.toggle('has-unread', any > 0);
  }
}
