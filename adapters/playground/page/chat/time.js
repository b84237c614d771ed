// Times as a person reads them: in their language and on their clock.

const formats = new Map();

function format(person, kind, options) {
  const key = `${kind} ${person.locale} ${person.timeZone}`;
  if (!formats.has(key)) formats.set(key, make(person, options));
  return formats.get(key);
}

function make({ locale, timeZone }, options) {
  for (const [language, zone] of [[locale, timeZone], [locale, 'UTC'], ['en-US', 'UTC']]) {
    try {
      return new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
    } catch {
      // This browser does not know the language, or the zone.
    }
  }
  return new Intl.DateTimeFormat();
}

/** The time of day. */
export function timeOf(person, date) {
  return format(person, 'time', { hour: 'numeric', minute: '2-digit' }).format(date);
}

/** Everything, for tooltips. */
export function fullTimeOf(person, date) {
  return format(person, 'full', { dateStyle: 'full', timeStyle: 'long' }).format(date);
}

/** The day, by a text that is the same for the whole day. */
export function dayOf(person, date) {
  return format(person, 'day', { weekday: 'long', day: 'numeric', month: 'long' }).format(date);
}

/** The name of the time zone, short. */
export function zoneOf(person, date) {
  const parts = format(person, 'zone', { hour: 'numeric', timeZoneName: 'short' }).formatToParts(date);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}
