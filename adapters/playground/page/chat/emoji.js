// Reactions, by the names that Teams has for them, as package schema knows them. Others are drawn too when the bot uses them.

/** Those that stand beside a message. */
export const quick = ['like', 'heart', 'laugh', 'surprised'];

/** All that can be chosen, with the words that say what they are. @type {Record<string, [string, string]>} */
export const reactions = {
  like: ['👍', 'Like'],
  heart: ['❤️', 'Heart'],
  laugh: ['😆', 'Laugh'],
  surprised: ['😮', 'Surprised'],
  sad: ['🙁', 'Sad'],
  angry: ['😠', 'Angry'],
  '1f440_eyes': ['👀', 'Eyes'],
  '2705_whiteheavycheckmark': ['✅', 'Done'],
  launch: ['🚀', 'Launch'],
  '1f4cc_pushpin': ['📌', 'Pushpin'],
  plusOne: ['➕', 'Plus one'],
};

/** The picture of a reaction; of one that is not known, made of its name if that tells. */
export function pictureOf(type) {
  if (reactions[type]) return reactions[type][0];
  const code = /^([0-9a-f]{4,6})_/.exec(type);
  return code && parseInt(code[1], 16) <= 0x10ffff ? String.fromCodePoint(parseInt(code[1], 16)) : type;
}

/** What a reaction is called. */
export function nameOf(type) { return reactions[type]?.[1] ?? type; }
