// What a message says: its text and its attachments.

import { h } from '../dom.js';
import { picture } from '../api.js';
import { renderAttachment, renderText } from '../cards/index.js';
import { notDrawn } from '../cards/notdrawn.js';

const most = 100; // attachments of a message that are drawn: thousands would take the page for minutes, at every reload

/** Draws the text of an activity, or nothing. */
export function textOf(activity) {
  if (!activity.text) return null;
  if (activity.textFormat === 'plain') return plain(activity.text, activity.entities ?? []);
  return renderText(activity.text, activity.textFormat, activity.entities);
}

// What people write is plain text: only mentions are more than letters.
function plain(text, entities) {
  const mentions = new Map(entities.filter((one) => one.type === 'mention' && one.text).map((one) => [one.text, one]));
  const parts = text.split(/(<at>[^<]*<\/at>)/).map((part) => {
    const mention = mentions.get(part);
    return mention ? h('span', { class: 'mention' }, mention.mentioned?.name ?? part) : part;
  });
  return h('div', { class: 'plain-text' }, parts);
}

/**
 * Draws attachments. A picture that the connector has is fetched first: only the bot has the token for it.
 *
 * @param {object[]} attachments
 * @param {{layout?: string, serviceUrl: string, host: object}} how
 */
export function attachmentsOf(attachments, { layout, serviceUrl, host }) {
  if (!attachments?.length) return null;
  const inner = attachments.slice(0, most).map((one) => {
    const private_ = /^image\b/.test(one.contentType ?? '') && one.contentUrl?.startsWith(serviceUrl);
    return private_ ? fetched(one, host) : renderAttachment(one, host);
  });
  return h('div', { class: layout === 'carousel' && inner.length > 1 ? 'attachments carousel' : 'attachments' }, inner,
    attachments.length > most && notDrawn(`${attachments.length - most} more attachments are not drawn.`, attachments.slice(most)));
}

function fetched(attachment, host) {
  const place = h('div', { class: 'attachment-loading' }, 'Loading the picture…');
  picture(attachment.contentUrl).then(
    (url) => place.replaceWith(renderAttachment({ ...attachment, contentUrl: url }, host)),
    (err) => { place.textContent = `The picture could not be loaded: ${err.message}`; },
  );
  return place;
}

/** The text of a message for who writes it again: mentions are @name. */
export function asWritten(activity) {
  const mentions = (activity.entities ?? []).filter((one) => one.type === 'mention' && one.text && one.mentioned);
  let text = activity.text ?? '';
  for (const one of mentions) text = text.replaceAll(one.text, `@${one.mentioned.name}`);
  return { text, mentions: mentions.map((one) => one.mentioned) };
}

/**
 * Makes the activity of what was written: each @name of those mentioned becomes a mention.
 *
 * @param {string} text
 * @param {{id: string, name: string}[]} mentioned
 */
export function activityOf(text, mentioned) {
  const entities = [];
  let marked = text;
  const byLength = [...mentioned].sort((a, b) => b.name.length - a.name.length); // Ann Lee before Ann
  for (const [i, account] of byLength.entries()) {
    if (!marked.includes(`@${account.name}`)) continue;
    marked = marked.replaceAll(`@${account.name}`, `\u0000${i}\u0000`);
    entities.push({ type: 'mention', mentioned: account, text: markup(account) });
  }
  for (const [i, account] of byLength.entries()) marked = marked.replaceAll(`\u0000${i}\u0000`, markup(account));
  return { type: 'message', text: marked, ...(entities.length && { entities }) };
}

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/** How a mention stands in a text; the name is escaped, so that a name with markup in it stays a name. */
export function markup(account) {
  return `<at>${account.name.replace(/[&<>"']/g, (letter) => escapes[letter])}</at>`;
}
