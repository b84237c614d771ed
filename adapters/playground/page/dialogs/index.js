// Everything that a bot answers to an invoke, for people; and what people do to have it asked.

export { Attached } from './attached.js';
export { botItems } from './bot.js';
export { actOnMessage, mountExtensions } from './extension.js';
export { feedbackOf } from './feedback.js';
export { hostFor } from './host.js';
export { isSilent, SignOn } from './signon.js';
export { openSurface } from './surface.js';
