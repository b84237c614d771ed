// {{DATE(...)}} and {{TIME(...)}} in the texts of Adaptive Cards.
// https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization

const moment = String.raw`(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[-+]\d{2}:\d{2}))`;
const date = new RegExp(String.raw`\{\{DATE\(${moment}(?:, ?(COMPACT|LONG|SHORT))?\)\}\}`, 'g');
const time = new RegExp(String.raw`\{\{TIME\(${moment}\)\}\}`, 'g');

/**
 * formatTimes writes the dates and times of a text as people of that locale do, in the time zone of this browser. What is not
 * quite in the form stays as it is, as in Teams.
 *
 * @param {string} text
 * @param {string|undefined} locale such as en-US; by default that of the browser
 * @returns {string}
 */
export function formatTimes(text, locale) {
  if (!text.includes('{{')) return text;
  const lang = known(locale);
  return text
    .replace(date, (_, at, style) => dateText(new Date(at), lang, style))
    .replace(time, (_, at) => new Date(at).toLocaleTimeString(lang, { hour: 'numeric', minute: '2-digit' }));
}

function dateText(at, lang, style = 'COMPACT') {
  if (style === 'COMPACT') return at.toLocaleDateString(lang);
  const width = style.toLowerCase();
  return at.toLocaleDateString(lang, { weekday: width, day: 'numeric', month: width, year: 'numeric' });
}

/** known is the locale if the browser takes it: a card may name anything. */
function known(locale) {
  try {
    return locale && Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}
