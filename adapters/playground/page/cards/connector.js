// Connector cards of Microsoft 365 Groups, as far as Teams shows them.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#connector-card-for-microsoft-365-groups
import { connectorActions } from './connector_actions.js';
import { el, isObject, listOf, textOf } from './dom.js';
import { Frame } from './frame.js';
import { mixed } from './mixed.js';
import { richHTML } from './richhtml.js';
import { messageMarkdown } from './text.js';
import { picture } from './url.js';

/** What Teams shows at most. */
export const maxSections = 10;
export const maxImages = 5;

/**
 * renderConnector draws a connector card.
 *
 * @param {Object} card
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderConnector(card, host) {
  const frame = new Frame('connector', host);
  const color = /^#?([0-9a-f]{6})$/i.exec(textOf(card.themeColor));
  if (color) frame.body.style.setProperty('--card-theme', `#${color[1]}`);
  const parts = [
    textOf(card.title) ? el('div', { class: 'card-title', role: 'heading', 'aria-level': '2' }, card.title) : null,
    rich(card.text, card.markdown),
    ...listOf(card.sections).filter(isObject).slice(0, maxSections).map((section) => drawSection(section, frame)),
    connectorActions(card.potentialAction, frame),
  ];
  frame.body.append(...parts.filter(Boolean));
  return frame.element;
}

function drawSection(section, frame) {
  const facts = listOf(section.facts).filter(isObject);
  const images = listOf(section.images).filter(isObject).slice(0, maxImages);
  const parts = [
    textOf(section.title) ? el('div', { class: 'card-weight-bolder' }, inlineRich(section.title, section.markdown)) : null,
    activity(section),
    rich(section.text, section.markdown),
    facts.length > 0 ? el('dl', { class: 'card-facts' }, facts.flatMap((fact) => [
      el('dt', { class: 'card-fact-title' }, textOf(fact.name)),
      el('dd', { class: 'card-fact-value' }, inlineRich(fact.value, section.markdown)),
    ])) : null,
    images.length > 0 ? el('div', { class: 'card-imageset' }, ...images.map((image) => picture(image.image, textOf(image.title), 'card-image-medium'))) : null,
    connectorActions(section.potentialAction, frame),
  ];
  return el('div', { class: 'card-section' }, ...parts.filter(Boolean));
}

function activity(section) {
  const rows = [['activityTitle', 'card-weight-bolder'], ['activitySubtitle', 'card-subtle'], ['activityText', '']];
  const lines = rows.filter(([name]) => textOf(section[name])).map(([name, className]) => el('div', { class: className }, inlineRich(section[name], section.markdown)));
  const shape = section.activityImageType === 'article' ? 'card-activity-article' : 'card-activity-avatar';
  const image = textOf(section.activityImage) && picture(section.activityImage, '', shape);
  if (lines.length === 0 && !image) return null;
  return el('div', { class: 'card-activity' }, image || null, el('div', {}, ...lines));
}

function rich(text, isMarkdown) {
  return textOf(text) ? el('div', { class: 'card-text' }, inlineRich(text, isMarkdown)) : null;
}

/** inlineRich: texts are Markdown, with tags in it, unless the section says that they are HTML. */
function inlineRich(text, isMarkdown) {
  return isMarkdown === false ? richHTML(textOf(text)) : mixed(textOf(text), { ...messageMarkdown, images: true });
}
