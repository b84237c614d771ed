// Suggested actions, above the box in which a person writes.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/prompt-suggestions
import { isObject } from './dom.js';
import { classicButtons } from './buttons.js';
import { Frame } from './frame.js';

/** How many Teams shows. */
export const maxSuggested = 6;

/**
 * renderSuggestedActions draws them.
 *
 * @param {any} suggestedActions of a message
 * @param {import('./context.js').Host} host
 * @returns {HTMLElement}
 */
export function renderSuggestedActions(suggestedActions, host) {
  const frame = new Frame('suggested', host);
  frame.body.className = 'card-suggested';
  frame.body.setAttribute('role', 'group');
  frame.body.setAttribute('aria-label', 'Suggested actions');
  const row = classicButtons(isObject(suggestedActions) ? suggestedActions.actions : [], frame, maxSuggested);
  if (row) frame.body.append(row);
  return frame.element;
}
