// Elements without innerHTML: what a bot says is never markup of this page.

const shown = (child) => child !== null && child !== undefined && child !== false;

/**
 * Makes an element. Props are attributes, but for: onclick and its kin, which are listeners; class; and value, checked,
 * disabled, hidden and the like, which are properties. Children may be nested arrays, elements, texts, or nothing.
 *
 * @param {string} tag
 * @param {Record<string, any>} [props]
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name.includes('-') || !(name in element)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat(Infinity).filter(shown));
  return element;
}

/** Replaces what is in an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(shown));
  return element;
}

const svg = 'http://www.w3.org/2000/svg';

// Drawn with a stroke in a box of 24 by 24.
const icons = {
  add: 'M12 5v14M5 12h14',
  apps: 'M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM16.5 13.5v6M13.5 16.5h6',
  attach: 'M8 12.5 13.6 7a3.2 3.2 0 0 1 4.6 4.5l-7.8 7.7a5 5 0 0 1-7-7L11 4.6',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevron: 'm7 10 5 5 5-5',
  close: 'M6 6l12 12M18 6 6 18',
  drawer: 'M4 5h16v14H4zM4 14h16',
  dislike: 'M16 14V4H7.5L4.5 11v3.5h5.5L9 19a1.8 1.8 0 0 0 3.4 1L16 14M16 4h3.5v10H16',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  emoji: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5h.01M15 9.5h.01',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.6 9.4a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.8M12 16.8h.01',
  like: 'M8 10v10h8.5l3-7V9.5H14L15 5a1.8 1.8 0 0 0-3.4-1L8 10M8 10H4.5v10H8',
  list: 'M4 6h16M4 12h16M4 18h16',
  more: 'M5.5 12h1M11.5 12h1M17.5 12h1',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z',
  reply: 'M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 6',
  screen: 'M4 5h16v11H4zM9 20h6M12 16v4',
  send: 'M4 12 20 4l-5 16-4-7z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4',
  swap: 'M4 8h13l-3.5-3.5M20 16H7l3.5 3.5',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  undo: 'M9 6 4 11l5 5M4 11h10a5 5 0 0 1 0 10h-3',
};

/**
 * Makes a picture for a button; what the button does is said by its label.
 *
 * @param {keyof typeof icons} name
 */
export function icon(name) {
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', icons[name]);
  drawing.append(path);
  return drawing;
}

/**
 * Makes a button that is a picture.
 *
 * @param {keyof typeof icons} name
 * @param {string} label what it does, also as its tooltip
 */
export function iconButton(name, label, onclick, props = {}) {
  return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick, ...props }, icon(name));
}

let ids = 0;

/** Makes an id for an element that another one refers to. */
export function newID() {
  ids += 1;
  return `x${ids}`;
}
