// What of Markdown and HTML Teams shows as it is written.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#format-cards-with-markdown

const notMarkdown = [
  [/^ {0,3}#{1,6} /m, 'headings'],
  [/!\[[^[\]]{0,500}\]\(/, 'pictures'],
  [/`[^`]{1,500}`/, 'code'],
  [/^ {0,3}>/m, 'quotes'],
  [/^ *\|.*\n *\|? *:?-{2,}/m, 'tables'],
];

/**
 * lintText checks a text of an Adaptive Card.
 *
 * @param {string} text
 * @param {string} where
 * @param {import('./lint_rules.js').Report} report
 */
export function lintText(text, where, report) {
  for (const [pattern, name] of notMarkdown) {
    if (pattern.test(text)) report('warning', where, `Teams has no ${name} in the Markdown of Adaptive Cards, and shows what is written.`);
  }
  if (/<\/?(b|i|u|strong|em|br|p|a|ul|li|h[1-6]|div|span|font|img)\b[^<>]*>/i.test(text)) report('warning', where, 'Teams shows HTML tags in Adaptive Cards as they are written.');
  if (/\$\{[^{}]{1,200}\}/.test(text)) report('warning', where, 'A place of a template is not filled in, and Teams shows what is written.');
  if (/\{\{(DATE|TIME)\(/.test(text)) report('warning', where, 'Teams says that it does not write DATE and TIME in the reader\'s way; some clients do.');
}

/**
 * lintTagged checks a text of a classic card, where Teams knows tags and no Markdown.
 *
 * @param {string} text
 * @param {string} where
 * @param {import('./lint_rules.js').Report} report
 */
export function lintTagged(text, where, report) {
  const isMarkdown = /\*\*[^*\n]{1,500}\*\*|\[[^[\]\n]{1,500}\]\([^()\n]{1,500}\)|^#{1,6} /m.test(text);
  if (isMarkdown) report('warning', where, 'Teams has no Markdown in this card, and shows what is written; it knows tags such as <b>.');
}
