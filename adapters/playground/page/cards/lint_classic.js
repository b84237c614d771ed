// What Teams will not show of the classic cards.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
import { maxImages, maxSections } from './connector.js';
import { maxActions } from './connector_actions.js';
import { isObject, listOf, textOf } from './dom.js';
import { lintButton, lintButtons, lintLink, lintPicture } from './lint_rules.js';
import { lintTagged } from './lint_text.js';

/**
 * lintHero checks a hero or thumbnail card.
 *
 * @param {Object} card
 * @param {import('./lint_rules.js').Report} report
 */
export function lintHero(card, report) {
  const images = listOf(card.images);
  if (images.length > 1) report('warning', 'images', `Teams shows the first of these ${images.length} pictures.`);
  images.forEach((image, i) => lintPicture(image?.url, `images[${i}]`, report));
  lintTagged(textOf(card.text), 'text', report);
  lintButtons(card.buttons, 'buttons', report);
  if (card.tap !== undefined) lintButton(card.tap, 'tap', report);
}

/**
 * lintReceipt checks a receipt card.
 *
 * @param {Object} card
 * @param {import('./lint_rules.js').Report} report
 */
export function lintReceipt(card, report) {
  listOf(card.items).forEach((item, i) => {
    if (isObject(item?.image)) lintPicture(item.image.url, `items[${i}].image`, report);
    if (item?.tap !== undefined) lintButton(item.tap, `items[${i}].tap`, report);
  });
  lintButtons(card.buttons, 'buttons', report);
}

/**
 * lintSignIn checks a sign-in or OAuth card.
 *
 * @param {Object} card
 * @param {import('./lint_rules.js').Report} report
 */
export function lintSignIn(card, report) {
  if (listOf(card.buttons).length === 0) report('error', 'buttons', 'There is no button to sign in with.');
  lintButtons(card.buttons, 'buttons', report, { types: ['signin', 'openUrl'] });
  lintTagged(textOf(card.text), 'text', report);
}

/**
 * lintList checks a list card.
 *
 * @param {Object} card
 * @param {import('./lint_rules.js').Report} report
 */
export function lintList(card, report) {
  listOf(card.items).forEach((item, i) => {
    if (item?.tap !== undefined) lintButton(item.tap, `items[${i}].tap`, report);
  });
  lintButtons(card.buttons, 'buttons', report);
}

/**
 * lintConnector checks a connector card.
 *
 * @param {Object} card
 * @param {import('./lint_rules.js').Report} report
 */
export function lintConnector(card, report) {
  const sections = listOf(card.sections);
  if (textOf(card.summary) === '' && textOf(card.text) === '') report('error', '', 'The card has neither a summary nor a text: Teams refuses it.');
  if (sections.length > maxSections) report('warning', 'sections', `Teams shows ${maxSections} of these ${sections.length} sections.`);
  for (const name of ['hideOriginalBody', 'originator', 'correlationId']) {
    if (card[name] !== undefined) report('warning', name, 'Teams ignores it.');
  }
  sections.forEach((section, i) => lintSection(section, `sections[${i}]`, report));
  lintActions(card.potentialAction, 'potentialAction', report);
}

function lintSection(section, where, report) {
  if (section?.heroImage !== undefined) report('warning', `${where}.heroImage`, 'Teams does not show it.');
  const images = listOf(section?.images);
  if (images.length > maxImages) report('warning', `${where}.images`, `Teams shows ${maxImages} of these ${images.length} pictures.`);
  images.forEach((image, i) => lintPicture(image?.image, `${where}.images[${i}]`, report));
  lintActions(section?.potentialAction, `${where}.potentialAction`, report);
}

function lintActions(actions, where, report) {
  const all = listOf(actions);
  if (all.length > maxActions) report('warning', where, `Teams shows ${maxActions} of these ${all.length} actions.`);
  all.forEach((action, i) => {
    const type = textOf(action?.['@type']);
    if (!['ViewAction', 'OpenUri', 'HttpPOST', 'ActionCard'].includes(type)) report('error', `${where}[${i}]`, `Teams does not know the action ${type || 'without a type'}.`);
    if (type === 'ViewAction') lintLink(listOf(action.target)[0], `${where}[${i}]`, report);
    if (type === 'OpenUri') listOf(action.targets).forEach((target, j) => lintLink(target?.uri, `${where}[${i}].targets[${j}]`, report));
    if (type === 'ActionCard') lintActions(action.actions, `${where}[${i}].actions`, report);
  });
}
