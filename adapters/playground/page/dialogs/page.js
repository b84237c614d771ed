// Pages on which people choose settings, or sign in with the bot's own means. They end by passing a text to the bot.

import { h } from '../dom.js';
import { does, mustAnswer } from './act.js';
import { pageFrame } from './frame.js';
import { field, form, input, submit, Window } from './window.js';

/**
 * Shows the page that an action opens; when it ends, the bot is asked again with what it ended with.
 *
 * @param {import('./act.js').Where} where
 * @param {{asked: object, action?: object, next: (done: object) => void, context?: string}} how
 */
export function pageWindow(where, { asked, action, next, context = 'settings' }) {
  const window = new Window(action?.title || 'Settings', where.person).size(560, 0);
  const end = async (state) => {
    const done = await does(where, 'finish', { asked, state });
    mustAnswer(done.answer);
    window.close();
    next(done);
  };
  const { element, status } = pageFrame(window, action?.value ?? '', {
    context, height: 320, ended: (state) => window.run(null, () => end(state)), failed: (reason) => window.problem(`The page says that it failed: ${reason}`),
  });
  return window.show([element, status, byHand(window, end)]);
}

/** What a page ends with, for who has none that can be shown here. */
export function byHand(window, end) {
  const state = input();
  return h('details', { class: 'surface-more' }, h('summary', {}, 'End the page by hand'),
    form(window, () => end(state.value), field('State', state, 'What the page would pass to authentication.notifySuccess; it comes to the bot as state'), submit('Continue', 'button')));
}
