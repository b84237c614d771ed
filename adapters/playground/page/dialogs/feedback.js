// Judging a message of the bot that asks for it, and what else can be done with one.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content

import { h, icon } from '../dom.js';
import { does, mustAnswer, place } from './act.js';
import { openSurface } from './surface.js';
import { form, submit, toast, Window } from './window.js';

const judgements = { like: 'What did you like?', dislike: 'What went wrong?' };

/**
 * Makes the buttons by which a person judges a message.
 *
 * @param {import('./act.js').Where} view
 * @returns {HTMLElement|null} null if the message does not ask for it
 */
export function feedbackOf(view) {
  const { channelData } = view.message.activity;
  const kind = channelData?.feedbackLoop?.type ?? (channelData?.feedbackLoopEnabled === true && 'default');
  if (!kind || view.message.deleted) return null;
  const where = place(view);
  const judged = (reaction) => {
    for (const [name, one] of Object.entries(buttons)) one.setAttribute('aria-pressed', name === reaction);
  };
  const buttons = Object.fromEntries([['like', 'Like'], ['dislike', 'Dislike']].map(([reaction, label]) => [reaction, h('button', {
    type: 'button', class: 'icon-button', 'aria-label': label, title: label, 'aria-pressed': 'false', dataset: { focus: reaction },
    onclick: () => (kind === 'custom' ? ownForm(where, reaction, judged) : teamsForm(where, reaction, judged)),
  }, icon(reaction))]));
  return h('div', { class: 'feedback', role: 'group', 'aria-label': 'Feedback' }, Object.values(buttons));
}

/** Teams' own form. */
function teamsForm(where, reaction, judged) {
  const window = new Window('Submit feedback', where.person).size(440, 0);
  const comment = h('textarea', { class: 'surface-input', rows: 4, 'aria-label': judgements[reaction] });
  window.show(form(window, async () => {
    const { answer } = await does(where, 'rate', { reaction, ...(comment.value && { comment: comment.value }) });
    mustAnswer(answer);
    if (answer.body) throw new Error(`Teams takes no body here, and shows an error: ${JSON.stringify(answer.body).slice(0, 200)}`);
    window.close();
    judged(reaction);
    toast('The feedback was submitted.', where.person);
  }, h('p', { class: 'surface-text' }, judgements[reaction]), comment, submit('Submit')));
}

/** The bot's form, which is a dialog. */
async function ownForm(where, reaction, judged) {
  try {
    const done = await does(where, 'rate', { reaction, custom: true });
    judged(reaction);
    openSurface(where.store, { ...where, asked: done.activity, answer: done.answer });
  } catch (err) {
    toast(err.message, where.person);
  }
}
