// Files that a person is about to send: chosen, dropped or pasted.

import { h, fill, iconButton } from '../dom.js';

const maxSize = 11 << 20; // bytes: what the playground takes, in base64

export class Files {
  element = h('ul', { class: 'files', 'aria-label': 'Files to send', hidden: true });

  #files = [];
  #say;

  /** @param {(problem: string) => void} say says why a file is not taken */
  constructor(say) { this.#say = say; }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const file of files) {
      if (file.size > maxSize) this.#say(`${file.name} is larger than ${maxSize >> 20} MiB, and is not sent from this page.`);
      else this.#files.push({ file, read: () => read(file) });
    }
    this.#draw();
  }

  /** Returns the files and forgets them. */
  take() {
    const taken = this.#files;
    this.#files = [];
    this.#draw();
    return taken;
  }

  /** Takes back what could not be sent. */
  restore(files) {
    this.#files = [...files, ...this.#files];
    this.#draw();
  }

  #draw() {
    this.element.hidden = !this.#files.length;
    fill(this.element, this.#files.map((one) => h('li', { class: 'file' }, h('span', { class: 'file-name' }, one.file.name), h('span', { class: 'file-size' }, sizeOf(one.file.size)),
      iconButton('close', `Do not send ${one.file.name}`, () => {
        this.#files = this.#files.filter((other) => other !== one);
        this.#draw();
      }))));
  }
}

function read(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done({ name: file.name, type: file.type || 'application/octet-stream', data: reader.result.slice(reader.result.indexOf(',') + 1) });
    reader.onerror = () => failed(new Error(`${file.name} cannot be read: ${reader.error.message}`));
    reader.readAsDataURL(file);
  });
}

/** A size for people. */
function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * Takes files that are dropped on an element or pasted into it.
 *
 * @param {HTMLElement} element
 * @param {Files} files
 */
export function acceptFiles(element, files) {
  const has = (event) => event.dataTransfer?.types.includes('Files');
  element.addEventListener('dragover', (event) => {
    if (!has(event)) return;
    event.preventDefault();
    element.classList.add('dropping');
  });
  element.addEventListener('dragleave', (event) => {
    if (!element.contains(event.relatedTarget)) element.classList.remove('dropping');
  });
  element.addEventListener('drop', (event) => {
    element.classList.remove('dropping');
    if (!has(event)) return;
    event.preventDefault();
    files.add(event.dataTransfer.files);
  });
  element.addEventListener('paste', (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    files.add(event.clipboardData.files);
  });
}
