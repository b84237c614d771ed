// The cards of the page: what stands below a message's text.
//
// A card asks the host for everything that reaches a bot, with host.act(request), whose promise ends when the bot has answered:
//
//   {kind: 'submit', data, action}                            Action.Submit: the data with the inputs in it; data.msteams is the host's
//   {kind: 'execute', verb, data, action, trigger}            Action.Execute, by hand ('manual') or as refresh ('automatic')
//   {kind: 'typeahead', dataset, queryText, queryOptions, data, action}   choices while a person types
//   {kind: 'imBack' | 'postBack' | 'messageBack' | 'invoke' | 'signin' | 'openUrl' | 'call' | ..., action}   a button of a classic card or suggested action
//   {kind: 'signin', action, connectionName, tokenExchangeResource}       the button of an OAuth card
//   {kind: 'o365', actionId, body, action}                    HttpPOST of a connector card
//   {kind: 'fileConsent', accept, context, action}            the answer to a file consent card
//
// A card that the bot answers with is put in place by the host. The button is disabled until then; if the promise is rejected,
// its message is shown below the card.
import { renderAdaptive } from './adaptive.js';
import { renderHero, renderMedia, renderThumbnail } from './classic.js';
import { renderConnector } from './connector.js';
import { isObject, textOf } from './dom.js';
import { renderFileConsent, renderFileInfo, renderImage } from './file.js';
import { renderList } from './list.js';
import { notDrawn } from './notdrawn.js';
import { renderReceipt } from './receipt.js';
import { renderOAuth, renderSignIn } from './signin.js';

export { advisedSize, cardSize, lintCard, maxSize } from './lint.js';
export { renderSuggestedActions } from './suggested.js';
export { renderText } from './text.js';

const kinds = {
  __proto__: null,
  'application/vnd.microsoft.card.adaptive': renderAdaptive,
  'application/vnd.microsoft.card.animation': (card, host) => renderMedia('animation', card, host),
  'application/vnd.microsoft.card.audio': (card, host) => renderMedia('audio', card, host),
  'application/vnd.microsoft.card.hero': renderHero,
  'application/vnd.microsoft.card.oauth': renderOAuth,
  'application/vnd.microsoft.card.receipt': renderReceipt,
  'application/vnd.microsoft.card.signin': renderSignIn,
  'application/vnd.microsoft.card.thumbnail': renderThumbnail,
  'application/vnd.microsoft.card.video': (card, host) => renderMedia('video', card, host),
  'application/vnd.microsoft.teams.card.file.consent': renderFileConsent,
  'application/vnd.microsoft.teams.card.file.info': renderFileInfo,
  'application/vnd.microsoft.teams.card.list': renderList,
  'application/vnd.microsoft.teams.card.o365connector': renderConnector,
  'application/vnd.microsoft.teams.file.download.info': renderFileInfo,
};

/**
 * renderAttachment draws one attachment of a message: a card, a file or a picture; for what it does not draw, a box that says so with
 * the JSON. It never throws: one bad card must not take the others with it.
 *
 * @param {any} attachment
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderAttachment(attachment, host) {
  if (!isObject(attachment)) return notDrawn('This attachment is no JSON object.', attachment);
  try {
    const element = draw(attachment, host);
    element.classList.add('card-attachment');
    element.addEventListener('click', (event) => openLink(event, host));
    return element;
  } catch (err) {
    return notDrawn(`This attachment could not be drawn: ${err.message}`, attachment);
  }
}

function draw(attachment, host) {
  const type = textOf(attachment.contentType).toLowerCase();
  const render = kinds[type];
  if (render && (isObject(attachment.content) || type.includes('.file.'))) return render(attachment.content ?? {}, host, attachment);
  if (render) return notDrawn(`This ${type} has no content.`, attachment);
  if (/^image(\/|$)/.test(type) && textOf(attachment.contentUrl)) return renderImage(attachment);
  if (textOf(attachment.contentUrl)) return renderFileInfo({ fileType: type }, host, attachment);
  return notDrawn(`Attachments of type ${type || '(none)'} are not drawn.`, attachment);
}

/** openLink has the host open the links in texts, as it does those of buttons. */
function openLink(event, host) {
  const anchor = event.target.closest?.('a.card-link');
  if (!anchor || !host.openUrl || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  host.openUrl(anchor.href);
}
