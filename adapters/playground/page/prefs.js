// What the page remembers over a reload, in this browser.

const key = 'convo-playground';

function read() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {}; // nothing is kept, or what is kept is none of ours
  }
}

const all = read();
let timer = 0;

function write() {
  clearTimeout(timer);
  timer = 0;
  try {
    localStorage.setItem(key, JSON.stringify(all));
  } catch {
    // There is no room, or storage is forbidden: the page works, and forgets.
  }
}

addEventListener('pagehide', write);

/** Returns what was remembered under a name. */
export function remembered(name, absent) {
  return all[name] ?? absent;
}

/** Remembers a value that has a JSON form. It is written soon, since typing and scrolling remember often. */
export function remember(name, value) {
  all[name] = value;
  if (!timer) timer = setTimeout(write, 200);
}
