// Hero and thumbnail cards, and cards with media.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
import { classicButtons } from './buttons.js';
import { el, isObject, listOf, textOf } from './dom.js';
import { Frame, tappable } from './frame.js';
import { notDrawn } from './notdrawn.js';
import { richHTML } from './richhtml.js';
import { link, picture } from './url.js';

/**
 * renderHero draws a hero card, with its picture above the text.
 *
 * @param {Object} card
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderHero(card, host) {
  return withPictures('hero', card, host);
}

/**
 * renderThumbnail draws a thumbnail card, with its picture beside the text.
 *
 * @param {Object} card
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderThumbnail(card, host) {
  return withPictures('thumbnail', card, host);
}

function withPictures(kind, card, host) {
  const frame = new Frame(kind, host);
  const [first] = listOf(card.images).filter(isObject); // Teams shows one
  const image = first && tappable(picture(first.url, textOf(first.alt), `card-${kind}-image`), first.tap, frame, textOf(first.alt) || 'Picture');
  frame.body.append(...[image, texts(card)].filter(Boolean));
  const buttons = classicButtons(card.buttons, frame);
  if (buttons) frame.body.append(buttons);
  tappable(frame.body, card.tap, frame, textOf(card.title) || 'Card');
  return frame.element;
}

/**
 * texts draws title, subtitle and text. In the text Teams knows tags; Markdown it does not know here.
 *
 * @param {Object} card
 * @returns {HTMLElement|null}
 */
export function texts(card) {
  const [title, subtitle, text] = [card.title, card.subtitle, card.text].map(textOf);
  if (!title && !subtitle && !text) return null;
  return el('div', { class: 'card-classic-texts' },
    title ? el('div', { class: 'card-title', role: 'heading', 'aria-level': '2' }, title) : null,
    subtitle ? el('div', { class: 'card-subtitle' }, subtitle) : null,
    text ? el('div', { class: 'card-classic-text' }, richHTML(text)) : null);
}

/**
 * renderMedia draws an animation, audio or video card. Teams does not show them; here they say so, and have their media as links.
 *
 * @param {'animation'|'audio'|'video'} kind
 * @param {Object} card
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderMedia(kind, card, host) {
  const frame = new Frame('media', host);
  const links = listOf(card.media).filter(isObject).map((media) => el('div', {}, link(media.url, `▶ ${textOf(media.url)}${textOf(media.profile) && ` (${media.profile})`}`)));
  const image = textOf(card.image?.url) && picture(card.image.url, textOf(card.image.alt), 'card-hero-image');
  const parts = [image || null, texts(card), ...links, classicButtons(card.buttons, frame)];
  frame.body.append(...parts.filter(Boolean), notDrawn(`Teams does not show ${kind} cards; other channels do.`, card));
  return frame.element;
}
