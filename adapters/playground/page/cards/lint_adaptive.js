// What Teams will not show of an Adaptive Card.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
import { isObject, listOf, textOf } from './dom.js';
import { lintInput } from './lint_input.js';
import { lintLink, lintPicture } from './lint_rules.js';
import { lintText } from './lint_text.js';
import { maxButtons } from './actionbar.js';
import { resolve } from './resolve.js';
import { compareVersions, parts, teamsVersion } from './schema.js';

/** What must be there: without it, clients show nothing, and some refuse the whole card. */
const needed = {
  __proto__: null,
  TextBlock: ['text'], TextRun: ['text'], RichTextBlock: ['inlines'], FactSet: ['facts'], ImageSet: ['images'], Media: ['sources'],
  ActionSet: ['actions'], CodeBlock: ['codeSnippet'], Icon: ['name'], CompoundButton: ['title'], Carousel: ['pages'],
  'Input.Toggle': ['title'], 'Action.ToggleVisibility': ['targetElements'],
};
const maxRefreshUsers = 60;
const maxDepth = 100;
const submitTypes = ['messageBack', 'imBack', 'invoke', 'signin', 'task/fetch'];

/**
 * lintAdaptive checks the content of an Adaptive Card.
 *
 * @param {Object} card
 * @param {import('./lint_rules.js').Report} report
 */
export function lintAdaptive(card, report) {
  const seen = { ids: new Map(), elements: new Set(), targets: new Map(), texts: [], executes: '' };
  root(card, report);
  visit(card, 'AdaptiveCard', '', { report, seen, depth: 0 });
  for (const [id, where] of seen.targets) {
    if (!seen.elements.has(id)) report('error', where, `There is no element of the id ${id}.`);
  }
  mentioned(card, seen.texts.join('\n'), report);
  if ((seen.executes || card.refresh) && compareVersions(textOf(card.version), teamsVersion) < 0) {
    report('warning', seen.executes || 'refresh', `The card says it is of version ${card.version}; Teams knows Action.Execute and refresh from ${teamsVersion} on.`);
  }
}

function root(card, report) {
  if (card.type !== 'AdaptiveCard') report('error', '', 'The card has no "type": "AdaptiveCard".');
  const compared = compareVersions(textOf(card.version), teamsVersion);
  if (Number.isNaN(compared)) report('error', '', 'The card has no version such as "1.5".');
  else if (compared > 0) report('warning', '', `The card is of version ${card.version}; Teams says it takes ${teamsVersion} and earlier.`);
  if (card.body === undefined && card.actions === undefined) report('warning', '', 'The card shows nothing.');
  const users = listOf(card.refresh?.userIds).length;
  if (users > maxRefreshUsers) report('warning', 'refresh.userIds', `Teams refreshes for ${maxRefreshUsers} users, not for ${users}.`);
  const signIn = listOf(card.authentication?.buttons).some((button) => button?.type === 'signin');
  if (isObject(card.authentication) && !signIn) report('error', 'authentication', 'There is no button of type signin.');
  if (card.refresh !== undefined && card.refresh?.action?.type !== 'Action.Execute') report('error', 'refresh', 'A refresh has an action of type Action.Execute.');
}

/** visit checks a part and the parts inside it. */
function visit(node, kind, where, { report, seen, depth }) {
  if (!isObject(node) || depth > maxDepth) return;
  const type = textOf(node.type) || kind;
  identify(node, where, report, seen);
  if (!type.startsWith('Action.')) seen.elements.add(textOf(node.id));
  check(node, type, where, report, seen);
  const inside = { report, seen, depth: depth + 1 };
  for (const [name, part] of Object.entries(parts[type] ?? {})) {
    const place = where ? `${where}.${name}` : name;
    if (Array.isArray(node[name])) node[name].forEach((item, i) => visit(item, part, `${place}[${i}]`, inside));
    else visit(node[name], part, place, inside);
  }
  if (type === 'Action.ShowCard') visit(node.card, 'AdaptiveCard', `${where}.card`, inside);
}

function identify(node, where, report, seen) {
  const id = textOf(node.id);
  if (!id) return;
  if (seen.ids.has(id)) report('error', where, `The id ${id} stands twice: Teams refuses such a card.`);
  else seen.ids.set(id, where);
}

function check(node, type, where, report, seen) {
  for (const name of needed[type] ?? []) {
    const value = node[name];
    const lacks = Array.isArray(value) ? value.length === 0 : textOf(value) === '' && !(type.startsWith('Text') && value === ''); // no text is a text too
    if (lacks) report('error', where, `This ${type} has no ${name}.`);
  }
  if (type.startsWith('Input.')) lintInput(node, type, where, report);
  if (type.startsWith('Action.')) lintAction(node, type, where, report, seen);
  if (type === 'Image') lintPicture(node.url, where, report);
  if (isObject(node.backgroundImage)) lintPicture(node.backgroundImage.url, `${where}.backgroundImage`.replace(/^\./, ''), report);
  if (type === 'Media') report('warning', where, 'Not every Teams client plays media.');
  if (type === 'TextBlock') read(node.text, where, report, seen);
  if (type === 'FactSet') listOf(node.facts).forEach((fact, i) => [fact?.title, fact?.value].forEach((text) => read(text, `${where}.facts[${i}]`, report, seen)));
  if (type === 'TextRun' || type === 'RichTextBlock') seen.texts.push(textOf(node.text), ...listOf(node.inlines).filter((run) => typeof run === 'string'));
  if (type === 'AdaptiveCard') leftOut(node, where, report);
  if (type === 'AdaptiveCard' || type === 'ActionSet') lintActionCount(node.actions, where, report);
}

/** leftOut tells what gives way to its fallback, or is missing without one. */
function leftOut(card, where, report) {
  for (const note of resolve(card).notes) report(note.json.fallback === undefined ? 'error' : 'warning', where ? `${where}.${note.where}` : note.where, `${note.text}.`);
}

function read(text, where, report, seen) {
  seen.texts.push(textOf(text));
  lintText(textOf(text), where, report);
}

function lintActionCount(actions, where, report) {
  const primary = listOf(actions).filter((action) => textOf(action?.mode).toLowerCase() !== 'secondary');
  if (primary.length <= maxButtons) return;
  report('warning', where ? `${where}.actions` : 'actions', `Teams shows ${maxButtons} of these ${primary.length} buttons; the others are in a menu.`);
}

function lintAction(node, type, where, report, seen) {
  const isButton = !/(selectAction|inlineAction)$/.test(where);
  if (isButton && textOf(node.title) === '') report('warning', where, 'The button has no title.');
  switch (type) {
    case 'Action.OpenUrl':
      return lintLink(node.url, where, report);
    case 'Action.Execute':
      if (node.fallback === undefined) seen.executes ||= where;
      return undefined;
    case 'Action.ToggleVisibility':
      for (const target of listOf(node.targetElements)) seen.targets.set(textOf(isObject(target) ? target.elementId : target), where);
      return undefined;
    case 'Action.ShowCard':
      return node.card?.type === 'AdaptiveCard' ? undefined : report('error', where, 'An Action.ShowCard has a card, of type AdaptiveCard.');
    case 'Action.Submit':
      return lintSubmit(node.data, where, report);
    default:
      return undefined;
  }
}

function lintSubmit(data, where, report) {
  const teams = isObject(data) ? data.msteams : undefined;
  if (!isObject(teams) || teams.type === undefined) return;
  if (!submitTypes.includes(teams.type)) report('error', `${where}.data.msteams`, `Teams does not know the type ${textOf(teams.type)}; it knows ${submitTypes.join(', ')}.`);
}

function mentioned(card, texts, report) {
  const entities = listOf(card.msteams?.entities);
  entities.forEach((entity, i) => {
    const text = textOf(entity?.text);
    if (text === '' || !texts.includes(text)) report('error', `msteams.entities[${i}]`, `The text ${text || '(none)'} is nowhere in the card, so nobody is mentioned.`);
  });
  const known = entities.map((entity) => textOf(entity?.text));
  for (const tag of new Set(texts.match(/<at>[^<]*<\/at>/gi))) {
    if (!known.includes(tag)) report('error', 'msteams.entities', `No entity says who ${tag} is, so Teams shows the tag as it is written.`);
  }
}
