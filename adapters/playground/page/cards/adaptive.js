// A whole Adaptive Card. https://adaptivecards.io/explorer/AdaptiveCard.html
import { busy } from './actions.js';
import { drawActions } from './actionbar.js';
import { CardContext, Scope } from './context.js';
import { noteLayouts } from './containers.js';
import { el, isObject, listOf, oneOf, textOf } from './dom.js';
import { drawElements } from './element.js';
import { jsonDetails, notDrawn } from './notdrawn.js';
import { resolve } from './resolve.js';
import { compareVersions, newestVersion } from './schema.js';
import { selectable } from './select.js';
import { box } from './style.js';
import { watchWidth } from './target.js';
import { mentions, renderText } from './text.js';

const maxDepth = 20; // of cards in cards, so that none takes the page for minutes

/**
 * renderAdaptive draws the content of an attachment that is an Adaptive Card.
 *
 * @param {any} content
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderAdaptive(content, host) {
  if (!isObject(content)) return notDrawn('This Adaptive Card is no JSON object.', content);
  if (content.type !== undefined && content.type !== 'AdaptiveCard') return notDrawn('This is no Adaptive Card: its type is another.', content);
  if (compareVersions(textOf(content.version), newestVersion) > 0) return tooNew(content);
  const ctx = new CardContext(content, host);
  ctx.mentions = mentions(content.msteams?.entities);
  const card = drawCard(content, { ctx, scope: new Scope(null) });
  card.classList.add('card-adaptive');
  const wide = isObject(content.msteams) && oneOf(content.msteams.width, ['full']);
  const frame = el('div', { class: `card-frame ${wide ? 'card-wide' : ''}`, lang: textOf(content.lang) || undefined }, card, ctx.problems, refresh(content, ctx), notes(ctx.notes));
  watchWidth(frame, ctx.targets);
  return frame;
}

/** tooNew: a card of a version that nobody knows shows what it says for that case. */
function tooNew(content) {
  const text = textOf(content.fallbackText);
  const box = notDrawn(`This card is of version ${content.version}; Teams draws ${newestVersion} at most${text ? ' and shows its fallbackText instead:' : '.'}`, content);
  if (text) box.prepend(renderText(text, 'plain'));
  return box;
}

/** drawCard draws a card, or one inside a card. */
function drawCard(content, around) {
  const { card, notes: found } = resolve(content);
  around.ctx.notes.push(...found);
  noteLayouts(card, around.ctx);
  const body = el('div', { class: 'card-body card-items' }, ...drawElements(listOf(card.body), around));
  const element = el('div', { class: 'card' }, body, drawActions(card.actions, around) ?? null);
  box(element, card);
  if (card.rtl === true) element.dir = 'rtl';
  return selectable(element, card.selectAction, around);
}

/**
 * drawShowCard draws the card of an Action.ShowCard. Its buttons send the inputs around it too.
 *
 * @param {any} content
 * @param {import('./element.js').Surroundings} around
 * @returns {HTMLElement}
 */
export function drawShowCard(content, around) {
  if (!isObject(content)) return notDrawn('This Action.ShowCard has no card.', content);
  if (around.scope.depth >= maxDepth) return notDrawn(`Cards in cards are drawn ${maxDepth} deep at most.`, content);
  return drawCard(content, { ctx: around.ctx, scope: new Scope(around.scope) });
}

/**
 * refresh asks the bot for this person's own card: by itself, once, if the card names the person, and with a button, which in
 * Teams is in the message's menu. https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
 */
function refresh(content, ctx) {
  const action = content.refresh?.action;
  if (!isObject(action) || action.type !== 'Action.Execute') return null;
  const button = el('button', { type: 'button', class: 'card-refresh' }, 'Refresh card');
  const ask = (trigger) => busy(button, ctx, () => ctx.host.act({ kind: 'execute', verb: textOf(action.verb), data: action.data ?? {}, action, trigger }));
  button.addEventListener('click', () => {
    ctx.problem('');
    ask('manual');
  });
  const { userIds } = content.refresh;
  const forThis = !Array.isArray(userIds) || userIds.includes(ctx.host.userId);
  // Not before the card stands in the page: the answer takes its place there.
  if (ctx.host.refreshAllowed && forThis) queueMicrotask(() => ask('automatic'));
  return button;
}

/** notes lists what was left out or replaced. */
function notes(found) {
  if (found.length === 0) return null;
  const list = found.map((note) => el('li', {}, note.text, jsonDetails('JSON', note.json)));
  const title = found.length === 1 ? 'One part of this card is not drawn as it is' : `${found.length} parts of this card are not drawn as they are`;
  return el('details', { class: 'card-notes' }, el('summary', {}, title), el('ul', {}, ...list));
}
