// The round pictures of people and of the bot.

import { h } from '../dom.js';

const colors = 8; // see .avatar in chat.css

/** Makes the initials of someone in a color of their own. */
export function avatar(name, bot = false) {
  const words = (name || '?').split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('');
  let sum = 0;
  for (const letter of name ?? '') sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return h('span', { class: bot ? 'avatar bot' : `avatar color-${sum % colors}`, 'aria-hidden': 'true' }, letters.toUpperCase());
}
