// What a bot says of a message: that AI wrote it, which sources it cites, and how confidential it is.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content

import { h } from '../dom.js';
import { link } from '../cards/url.js';

const most = 20; // sources that Teams shows

const text = (value) => (typeof value === 'string' ? value : '');

const list = (value) => (Array.isArray(value) ? value : []);

const about = (activity) => list(activity.entities).filter((one) => one?.type === 'https://schema.org/Message');

/** Draws the labels beside the author. */
export function labelsOf(activity) {
  return about(activity).flatMap(({ additionalType, usageInfo }) => [
    list(additionalType).includes('AIGeneratedContent') && h('span', { class: 'flag' }, 'AI generated'),
    usageInfo && h('span', { class: 'flag', title: text(usageInfo.description) }, text(usageInfo.name) || 'A label of the organization'),
  ]);
}

/** Draws the sources below the text, which refers to them by their numbers; null if there is none. */
export function sourcesOf(activity) {
  const claims = about(activity).flatMap((one) => list(one.citation)).filter((one) => one?.appearance).slice(0, most);
  if (claims.length === 0) return null;
  return h('ol', { class: 'sources', 'aria-label': 'Sources' }, claims.map(({ position, appearance }) => {
    const name = text(appearance.name) || 'A source without a name';
    const keywords = list(appearance.keywords).map(text).join(', ');
    return h('li', { value: Number.isInteger(position) ? position : undefined },
      appearance.url ? link(appearance.url, name) : name,
      keywords && h('span', { class: 'keywords' }, keywords),
      text(appearance.abstract) && h('div', {}, text(appearance.abstract)));
  }));
}
