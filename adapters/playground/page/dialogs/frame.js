// Pages of the bot in a dialog. They talk with Teams by Microsoft's library for JavaScript, whose messages are answered here as far
// as dialogs, settings and sign-in need it.
// https://learn.microsoft.com/javascript/api/@microsoft/teams-js

import { h } from '../dom.js';
import { safeLink } from '../cards/url.js';

const runtime = {
  apiVersion: 4, isLegacyTeams: false, hostVersionsInfo: {},
  supports: { app: {}, authentication: {}, dialog: { url: { bot: {} }, update: {} }, pages: { config: {} } },
};

/**
 * Shows a page.
 *
 * @param {import('./window.js').Window} window which it is in
 * @param {string} address
 * @param {{context: 'task'|'settings'|'authentication', height: number, submit?: (result: any) => void, ended?: (state: string) => void,
 *   failed?: (reason: string) => void, resize?: (size: {width?: any, height?: any}) => void}} does submit is called with what the
 *   page submits, ended with what it passes to notifySuccess; the height is in pixels
 * @returns {{element: HTMLElement, status: HTMLElement}}
 */
export function pageFrame(window, address, does) {
  const url = safeLink(address);
  const status = h('p', { class: 'surface-hint', role: 'status' });
  if (!/^https?:/.test(url)) {
    status.textContent = 'The playground shows pages of http and https only.';
    return { element: h('p', { class: 'surface-text' }, `The page is at ${address}`), status };
  }
  const own = new URL(url).origin === location.origin; // a page of the playground's own origin could do whatever people can
  const frame = h('iframe', {
    class: 'surface-page', src: url, title: 'Page of the bot', referrerpolicy: 'no-referrer',
    sandbox: `allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox${own ? '' : ' allow-same-origin'}`,
  });
  frame.style.height = `${does.height}px`;
  status.append('The page has not called Microsoft’s library yet. ', h('a', { class: 'card-link', href: url, target: '_blank', rel: 'noopener noreferrer' }, 'Open it in a tab'));
  const listen = (event) => {
    if (event.source !== frame.contentWindow || typeof event.data?.func !== 'string') return;
    const args = takes(event.data.func, event.data.args ?? [], does, status);
    if (args) frame.contentWindow.postMessage({ id: event.data.id, uuidAsString: event.data.uuidAsString, args }, event.origin === 'null' ? '*' : event.origin);
  };
  addEventListener('message', listen);
  window.closed.then(() => removeEventListener('message', listen));
  return { element: frame, status };
}

/** Does what the page asks for, and returns the answer's arguments, if there is an answer. */
function takes(func, args, does, status) {
  switch (func) {
    case 'initialize':
      status.textContent = `The page talks with Teams. Microsoft’s library hears this playground only after app.initialize(["${location.origin}"]).`;
      return [does.context, 'web', JSON.stringify(runtime), '2.58.0'];
    case 'getContext':
      return [{ locale: navigator.language, theme: 'default', frameContext: does.context, hostClientType: 'web' }];
    case 'tasks.completeTask':
      does.submit?.(args[0]);
      return undefined;
    case 'tasks.updateTask':
      does.resize?.(args[0] ?? {});
      return undefined;
    case 'authentication.authenticate.success':
      does.ended?.(typeof args[0] === 'string' ? args[0] : '');
      return undefined;
    case 'authentication.authenticate.failure':
      does.failed?.(String(args[0] ?? 'no reason is given'));
      return undefined;
    default: // themes, back buttons and the like
      return undefined;
  }
}
