// The box in which a person writes: a new message, a reply in a thread, or what they said before, again.

import { h, fill, iconButton, newID } from '../dom.js';
import { post } from '../api.js';
import { Attached, mountExtensions } from '../dialogs/index.js';
import { remember, remembered } from '../prefs.js';
import { activityOf, asWritten, markup } from './text.js';
import { Completion } from './mention.js';
import { acceptFiles, Files } from './files.js';
import { note } from './tools.js';

const typingEvery = 3000; // ms: Teams shows it about that long
const afterTyping = 100; // ms that a message waits so that typing comes before it; the bot may take longer to answer that

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

const drafts = () => remembered('drafts', {});

/** Whether a person has begun to write something in a conversation. */
export function hasDraft(person, conversation) { return Boolean(drafts()[`${person.id} ${conversation}`]?.text); }

function keepDraft(key, draft) {
  const all = { ...drafts() };
  if (draft.text || draft.plain) all[key] = draft;
  else delete all[key];
  remember('drafts', all);
}

/**
 * @typedef {object} Around
 * @property {object} store
 * @property {object} person who writes
 * @property {string} conversation where: a chat, a channel (for a new thread) or a thread
 */

/**
 * Makes the box for new messages.
 *
 * @param {Around & {label: string, placeholder: string, sent?: (activity: object) => void, editLast?: () => boolean, escape?: () => void}} how
 */
export function composer(how) {
  const { store, person, conversation } = how;
  const key = `${person.id} ${conversation}`;
  const draft = drafts()[key] ?? { text: '', mentioned: [] };
  let installed = false; // the bot
  let shared = false; // with others, so that it is to be mentioned

  const status = h('div', { class: 'composer-status' });
  const files = new Files((text) => say(text));
  const cards = new Attached(how, () => box.focus());
  const tools = h('span', { class: 'extensions' });
  const chip = h('button', {
    type: 'button', class: 'chip mention-bot', 'aria-pressed': !draft.plain,
    onclick: () => { mention(chip.getAttribute('aria-pressed') !== 'true'); box.focus(); },
  });
  const { box, completion, mentioned } = writing({ ...how, mentioned: draft.mentioned });
  box.value = draft.text;
  const pick = h('input', { type: 'file', multiple: true, hidden: true, 'aria-label': 'Files', onchange: () => { files.add(pick.files); pick.value = ''; } });
  const element = h('form', { class: 'composer', 'aria-label': how.label, onsubmit: send },
    files.element, cards.element,
    h('div', { class: 'composer-box' }, chip, box,
      h('div', { class: 'composer-tools' }, pick,
        iconButton('attach', 'Attach files', () => pick.click()), tools,
        iconButton('send', 'Send', null, { type: 'submit', class: 'icon-button primary' }))),
    status);
  acceptFiles(element, files);
  look();
  mention(!draft.plain);
  requestAnimationFrame(() => fit(box)); // when it is on the page, where it has a size

  box.addEventListener('input', () => {
    keep();
    tellTyping();
  });
  box.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    if (event.key === 'ArrowUp' && !box.value && how.editLast?.()) event.preventDefault();
    if (event.key === 'Escape') how.escape?.();
  });
  completion.onchoose = (account) => {
    if (account.id === store.state.bot.id) mention(false); // it is mentioned in the text now
    keep();
  };

  // Whether the bot is here may change while somebody writes.
  function look() {
    const place = store.conversation(conversation);
    installed = Boolean(place?.installed);
    shared = installed && place.type !== 'personal';
    chip.hidden = !shared;
    tools.hidden = !installed;
    if (installed && !tools.firstChild) mountExtensions(tools, store, { person, conversation, box, focus: () => box.focus() });
  }

  // The bot is told only if it is mentioned, so it is unless the person takes that off.
  function mention(on) {
    chip.setAttribute('aria-pressed', on);
    chip.title = on ? 'The message mentions the bot, so that Teams tells it. Press to take that off.' : 'The message does not mention the bot, and Teams does not tell it. Press to mention it.';
    fill(chip, `@${store.state.bot.name}`, h('span', { class: 'chip-mark', 'aria-hidden': 'true' }, on ? '×' : '+'));
    keep();
  }

  function keep() {
    keepDraft(key, { text: box.value, mentioned: [...mentioned.values()], ...(chip.getAttribute('aria-pressed') !== 'true' && shared && { plain: true }) });
  }

  function say(text, kind) { fill(status, text && note(text, kind)); }

  let last = Promise.resolve(); // what is sent goes in order, however quickly it is written
  let typed = 0;
  let typing = last;
  function tellTyping() {
    if (!box.value || Date.now() - typed < typingEvery) return;
    typed = Date.now();
    typing = post('acts', { do: 'send', person: person.id, conversation, activity: { type: 'typing' } })
      .catch(() => {}); // what is wrong is said when the message is sent
  }

  function send(event) {
    event.preventDefault();
    const text = box.value.trim();
    const attached = files.take();
    const picked = cards.take();
    if (!text && !attached.length && !picked.length) return;
    const names = [...mentioned.values()];
    const activity = { ...withBot(activityOf(text, names)), ...(picked.length && { attachments: picked }) };
    box.value = '';
    back = '';
    mentioned.clear();
    fit(box);
    keep();
    say('');
    typed = 0;
    const before = Promise.all([last, Promise.race([typing, pause(afterTyping)])]);
    last = before.then(() => deliver(activity, attached, { text, names, picked }));
  }

  function withBot(activity) {
    const { bot } = store.state;
    if (!shared || chip.getAttribute('aria-pressed') !== 'true') return activity;
    const text = markup(bot);
    return { ...activity, text: activity.text ? `${text} ${activity.text}` : text, entities: [{ type: 'mention', mentioned: bot, text }, ...(activity.entities ?? [])] };
  }

  async function deliver(activity, attached, written) {
    let sent = 0; // files, the first with what was written
    try {
      const where = { person: person.id, conversation };
      let done = null;
      if (!attached.length) done = await post('acts', { do: 'send', ...where, activity });
      for (const [i, file] of attached.entries()) {
        done = await post('acts', { do: 'sendFile', ...where, activity: i ? { type: 'message' } : activity, file: await file.read() });
        sent += 1;
      }
      how.sent?.(done.activity);
      if (!done.told && installed) say('Sent. Teams does not tell the bot: it is not mentioned.', 'done');
    } catch (err) {
      say(err.message);
      files.restore(attached.slice(sent));
      if (!sent) comesBack(written);
    }
  }

  let back = ''; // what came back, with which the box begins

  // What could not be sent stands before what was written since, the first of it first.
  function comesBack({ text, names, picked }) {
    const fromEnd = box.value.length - box.selectionEnd;
    if (!box.value.startsWith(back)) back = '';
    const since = box.value.slice(back.length).replace(/^\n/, '');
    back = [back, text].filter(Boolean).join('\n');
    box.value = [back, since].filter(Boolean).join('\n');
    box.setSelectionRange(box.value.length - fromEnd, box.value.length - fromEnd);
    for (const one of names) mentioned.set(one.id, one);
    cards.restore(picked);
    fit(box);
    keep();
  }

  return { element, focus: () => box.focus(), look, say, files };
}

/**
 * Makes the box for a message that is written again.
 *
 * @param {Around & {activity: object, messageID: string, done: () => void}} how done is called at the end, saved or not
 */
export function editor({ store, person, conversation, activity, messageID, done }) {
  const before = asWritten(activity);
  const { box, mentioned } = writing({ store, person, conversation, label: 'Edit the message', placeholder: '', mentioned: before.mentions });
  box.value = before.text;
  const status = h('div', { class: 'composer-status' });
  let saving = false;
  let over = false;
  const end = () => {
    if (over) return; // what was saved may have been left meanwhile, and begun again
    over = true;
    done();
  };
  const save = async (event) => {
    event.preventDefault();
    if (saving) return;
    const text = box.value.trim();
    if (!text) {
      fill(status, note('An edited message needs a text; delete it instead.'));
      return;
    }
    saving = true;
    try {
      await post('acts', { do: 'edit', person: person.id, conversation, message: messageID, activity: { ...activityOf(text, [...mentioned.values()]), attachments: activity.attachments } });
      end();
    } catch (err) {
      fill(status, note(err.message));
    } finally {
      saving = false;
    }
  };
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    end();
  });
  const element = h('form', { class: 'composer editor', 'aria-label': 'Edit the message', onsubmit: save },
    h('div', { class: 'composer-box' }, box),
    h('div', { class: 'editor-buttons' }, h('button', { type: 'button', class: 'plain', onclick: end }, 'Cancel'), h('button', { type: 'submit', class: 'accent' }, 'Save')),
    status);
  return {
    element,
    focus() {
      fit(box);
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    },
  };
}

/** A box with the completion of mentions, where Enter sends and Shift+Enter is a new line. */
function writing({ store, person, conversation, label, placeholder, mentioned: known = [] }) {
  const mentioned = new Map(known.map((one) => [one.id, one])); // may stand as @name in the text
  const box = h('textarea', { class: 'box', rows: 1, placeholder, 'aria-label': label, id: newID(), spellcheck: false });
  const completion = new Completion(box, { store, person, conversation, mentioned });
  box.addEventListener('input', () => fit(box));
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    box.form.requestSubmit();
  });
  return { box, completion, mentioned };
}

// The box grows with what is in it, to a limit in chat.css.
function fit(box) {
  box.style.height = 'auto';
  if (box.value) box.style.height = `${box.scrollHeight}px`;
}
