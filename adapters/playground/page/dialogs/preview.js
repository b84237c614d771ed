// The message that the bot would post, which an action command shows before it does.
// https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit

import { renderAttachment, renderText } from '../cards/index.js';
import { h } from '../dom.js';
import { does, mustAnswer } from './act.js';
import { button } from './window.js';

/** Shows the message, with buttons to edit and to send it. Its own buttons do nothing yet. */
export function previewMessage(window, activity, { where, asked, next }) {
  const host = { locale: where.person.locale, act: async () => { throw new Error('This is a preview: its buttons work once it is posted.'); } };
  const choose = (choice) => (pressed) => window.run(pressed, async () => {
    const done = await does(where, 'submitForm', { asked, preview: { type: 'message', ...activity }, choice });
    mustAnswer(done.answer);
    next(done);
  });
  return window.size(560, 0).show(h('div', { class: 'surface-cards surface-preview' },
    activity.text && renderText(activity.text, activity.textFormat, activity.entities),
    activity.attachments?.map((one) => renderAttachment(one, host))),
  [button('Edit', choose('edit')), button('Send', choose('send'), 'accent')]);
}
