// Where a person can talk: their chat with the bot, groups, meetings, and teams with their channels.

/**
 * Returns the places of a person in the groups of the list, each with a title.
 *
 * @returns {{title: string, places: object[]}[]}
 */
export function placesOf(store, person) {
  const mine = store.state.conversations.filter((one) => !one.deleted && isIn(person, one));
  const groups = [
    { title: 'Chats', places: mine.filter((one) => one.type === 'personal' || (one.type === 'groupChat' && !one.meetingId)) },
    { title: 'Meetings', places: mine.filter((one) => one.meetingId) },
  ];
  const teams = new Map();
  for (const one of mine.filter((place) => place.type === 'channel')) {
    if (!teams.has(one.teamId)) teams.set(one.teamId, { title: one.teamName || 'Team', places: [] });
    teams.get(one.teamId).places.push(one);
  }
  return [...groups, ...teams.values()].filter((group) => group.places.length);
}

/** Whether a person is in a place. Of a crowd the page knows the first only, and lets the others try. */
export function isIn(person, place) {
  if (place.type === 'personal') return place.with === person.id;
  return place.members?.includes(person.id) || place.count > (place.members?.length ?? 0);
}

/** What a person calls a place. */
export function titleOf(store, place) {
  return place.type === 'personal' ? store.state.bot.name : place.name;
}

/** What a place is called among all places. */
export function fullTitleOf(store, place) {
  return place.type === 'channel' ? `${place.teamName} › ${place.name}` : titleOf(store, place);
}

/** Returns the same place for another person: it itself if they are in it, else their own chat with the bot. */
export function sameFor(store, person, place) {
  if (place && isIn(person, place)) return place;
  const mine = placesOf(store, person).flatMap((group) => group.places);
  return mine.find((one) => one.type === 'personal') ?? mine[0];
}
