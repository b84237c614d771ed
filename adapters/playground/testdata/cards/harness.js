// What the browser tests of the cards run in the page: the same card drawn by this module and by npm's adaptivecards, and what can
// be seen of both, in one form.
import * as cards from '/page/cards/index.js';

export { cards };

/** A host that remembers what the cards ask of it. */
export function recorder(more = {}) {
  const asked = [];
  const host = {
    asked,
    userId: '29:ann',
    act: async (request) => { asked.push(request); },
    openUrl: (url) => { asked.push({ kind: 'openUrl', url }); },
    ...more,
  };
  return host;
}

/** show empties the page and draws an attachment on it. */
export function show(attachment, host = recorder()) {
  document.body.replaceChildren(cards.renderAttachment(attachment, host));
  return { element: document.body.firstElementChild, host };
}

export const adaptive = (content) => ({ contentType: 'application/vnd.microsoft.card.adaptive', content });

const block = (node) => !getComputedStyle(node).display.startsWith('inline') || getComputedStyle(node).display === 'inline-block';

/** texts is what can be seen, in order, with one space where a block ends. What fields hold is no part of it. */
export function texts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let all = '';
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest('select, datalist, textarea, script, style') || !parent.checkVisibility({ visibilityProperty: true })) continue;
    let around = parent;
    while (around !== root && !block(around)) around = around.parentElement;
    if (around !== last) all += ' ';
    last = around;
    all += node.data;
  }
  return all.replace(/\s+/g, ' ').trim();
}

const kindOf = (field) => (field.localName === 'input' ? field.type : field.localName);

/** describe tells of the fields of one input. */
function describe(id, root) {
  const fields = [...root.querySelectorAll('input, select, textarea'), ...(root.matches('input, select, textarea') ? [root] : [])];
  return {
    id,
    kinds: fields.map(kindOf),
    values: fields.map((field) => (['checkbox', 'radio'].includes(field.type) ? field.checked : field.value)),
    options: [...root.querySelectorAll('option')].filter((option) => !option.hidden).map((option) => option.text || option.value),
    placeholders: fields.map((field) => field.placeholder ?? ''),
    maxLength: fields.map((field) => field.maxLength ?? -1),
  };
}

/** fill gives the fields of one input the value that its kind always gets. */
function fill(root) {
  const fields = [...root.querySelectorAll('input, select, textarea'), ...(root.matches('input, select, textarea') ? [root] : [])];
  for (const [i, field] of fields.entries()) {
    switch (kindOf(field)) {
      case 'checkbox':
        if (i % 2 === 0) field.checked = !field.checked;
        break;
      case 'radio':
        field.checked = i === fields.length - 1;
        break;
      case 'select':
        field.selectedIndex = field.options.length - 1;
        break;
      case 'number':
        field.value = field.max || '7';
        break;
      case 'date':
        field.value = field.max || '2026-11-24';
        break;
      case 'time':
        field.value = field.max || '12:34';
        break;
      default:
        field.value = field.list?.options.length ? field.list.options[0].value : (field.value || 'Ada') + 'x';
    }
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

const sorted = (value) => JSON.stringify(value, (_, v) => (v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v));

/** summary is what a renderer is asked for: the same of both. */
async function summary({ root, inputs, press, opens }) {
  const result = { texts: texts(root), inputs: inputs().map(([id, element]) => describe(id, element)), opened: [] };
  result.sentBefore = (await press()).map(sorted).sort();
  for (const [title, open] of opens()) {
    open();
    result.opened.push([title, texts(root)]);
  }
  for (const [, element] of inputs()) fill(element);
  result.sentAfter = (await press()).map(sorted).sort();
  return result;
}

/** ours draws a card with this module. */
export function ours(content) {
  const { element, host } = show(adaptive(content));
  const root = element.querySelector('.card-adaptive') ?? element;
  const buttons = () => [...(root.matches('[data-card-action]') ? [root] : []), ...root.querySelectorAll('[data-card-action]')].filter((button) => !button.disabled);
  const inputs = () => [...root.querySelectorAll('[data-input-id]')].map((input) => [input.dataset.inputId, input]);
  const press = async () => {
    host.asked.length = 0;
    for (const button of buttons()) {
      if (opener.test(button.dataset.cardAction)) continue;
      (button.querySelector(':scope > a.card-link') ?? button).click();
      await settled();
    }
    return host.asked.map((request) => ({ type: typeOf(request), title: request.action?.title ?? '', verb: request.verb ?? '', data: request.data ?? null, url: request.url ?? '' }));
  };
  const opens = () => buttons().filter((button) => opener.test(button.dataset.cardAction)).map((button) => [nameOf(button), () => button.click()]);
  return summary({ root, inputs, press, opens });
}

const opener = /ToggleVisibility|ShowCard/;
const nameOf = (element) => (element.localName === 'button' ? element.textContent : 'tap');
const typeOf = (request) => ({ submit: 'Action.Submit', execute: 'Action.Execute', openUrl: 'Action.OpenUrl' })[request.kind] ?? request.kind;

/** settled waits until promises that are done have told so. */
export const settled = () => new Promise((resolve) => { setTimeout(resolve); });

/** theirs draws a card with npm's adaptivecards, set up as Teams documents itself: its Markdown, its version, its six buttons. */
export function theirs(content) {
  const { AdaptiveCard, GlobalSettings, HostConfig, Version } = window.AdaptiveCards;
  GlobalSettings.allowMoreThanMaxActionsInOverflowMenu = true;
  GlobalSettings.setTabIndexAtCardRoot = false;
  const markdownIt = teamsMarkdown();
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdownIt.render(text);
    result.didProcess = true;
  };
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig({ actions: { maxActions: 6, actionsOrientation: 'horizontal' }, supportsInteractivity: true });
  card.hostConfig.hostCapabilities.addCapability('adaptiveCards', new Version(1, 5));
  const sent = [];
  card.onExecuteAction = (action) => {
    sent.push({ type: action.getJsonTypeName(), title: action.title ?? '', verb: action.verb ?? '', data: action.data ?? null, url: action.url ?? '' });
  };
  card.parse(structuredClone(content));
  const root = card.render();
  document.body.replaceChildren(root);
  const all = () => [...deep(card)].filter((action) => action.isEnabled);
  for (const action of all()) action.card?.render(); // else only when it is opened
  const isOpener = (action) => opener.test(action.getJsonTypeName());
  const inputs = () => card.getAllInputs(true).map((input) => [input.id, input.renderedInputControlElement]);
  const press = async () => {
    sent.length = 0;
    for (const action of all()) if (!isOpener(action)) action.execute();
    return sent.map((entry) => (entry.type === 'Action.OpenUrl' ? { ...entry, title: '', data: null, url: new URL(entry.url).href } : structuredClone(entry)));
  };
  // A button shows its card itself; execute() is for what it sends.
  const open = (action) => (action.renderedElement?.localName === 'button' ? action.renderedElement.click() : action.execute());
  const nameOfAction = (action) => (action.renderedElement?.localName === 'button' ? (action.title ?? '') : 'tap');
  const opens = () => all().filter(isOpener).map((action) => [nameOfAction(action), () => open(action)]);
  return summary({ root, inputs, press, opens });
}

/** deep are the actions of a card and of the cards inside it, each once: getAllActions has some twice, and others not at all. */
function deep(card, found = new Set()) {
  for (const action of [...card.getAllActions(), ...ofTexts(card)]) {
    if (found.has(action)) continue;
    found.add(action);
    if (action.card) deep(action.card, found);
  }
  return found;
}

function ofTexts(card) {
  const items = Array.from({ length: card.getItemCount() }, (_, i) => card.getItemAt(i)).filter((item) => item.getInlineCount);
  return items.flatMap((item) => Array.from({ length: item.getInlineCount() }, (_, i) => item.getInlineAt(i).selectAction)).filter(Boolean);
}

/** teamsMarkdown is markdown-it with what Teams documents for Adaptive Cards. */
function teamsMarkdown() {
  const off = ['heading', 'lheading', 'code', 'fence', 'blockquote', 'table', 'image', 'backticks', 'strikethrough', 'hr', 'html_block', 'html_inline', 'reference'];
  return window.markdownit({ html: false, linkify: false, breaks: false }).disable(off);
}

/** differences draws texts made of pieces, at random from a seed, with both, and returns those whose elements differ. */
export async function differences({ pieces, count, seed }) {
  const { markdown } = await import('/page/cards/markdown.js');
  const random = mulberry32(seed);
  const theirs = teamsMarkdown();
  const found = [];
  for (let i = 0; i < count; i++) {
    const text = Array.from({ length: 1 + Math.floor(random() * 12) }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    const box = document.createElement('div');
    box.append(...markdown(text));
    const [want, got] = [elementsOf(theirs.render(text)), elementsOf(box.innerHTML)];
    if (want !== got) found.push({ text, want, got });
  }
  return found;
}

/** elementsOf is HTML without what does not matter: attributes, links that lead nowhere, white space beside blocks. */
function elementsOf(html) {
  return html.replace(/<a href="(?!https:)[^"]*"[^>]*>(.*?)<\/a>/g, '$1').replace(/<\/?span[^>]*>/g, '').replace(/ (class|rel|target|title|href)="[^"]*"/g, '')
    .replace(/\s+/g, ' ').replace(/ ?(<\/?(?:p|ul|ol|li|br)\b[^>]*>) ?/g, '$1').trim();
}

function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
