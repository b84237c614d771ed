// An app package: a zip with the app's manifest and its icons.
// https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, section 4.3

const name = 'manifest.json';
const fileBegins = 0x04034b50;
const entryBegins = 0x02014b50;
const endBegins = 0x06054b50;
const endSize = 22; // bytes, without a comment
const stored = 0;
const deflated = 8;

/** Returns the text of the manifest that a file is, or that it holds if it is an app package. @param {File} file */
export async function manifestText(file) {
  const view = new DataView(await file.arrayBuffer());
  if (view.byteLength < endSize || view.getUint32(0, true) !== fileBegins) return file.text();
  try {
    return await unzipped(view);
  } catch (err) {
    throw new Error(`${file.name} is no app package that can be read: ${err.message}.`);
  }
}

async function unzipped(view) {
  let end = view.byteLength - endSize;
  while (end > 0 && view.getUint32(end, true) !== endBegins) end -= 1;
  if (!end) throw new Error('the zip file is cut off');
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== entryBegins) throw new Error('the zip file is broken');
    const length = view.getUint16(at + 28, true);
    if (textOf(bytes(view, at + 46, length)) === name) return textOf(await content(view, at));
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  throw new Error(`it has no ${name} at its top`);
}

async function content(view, entry) {
  const method = view.getUint16(entry + 10, true);
  const header = view.getUint32(entry + 42, true);
  const data = bytes(view, header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true), view.getUint32(entry + 20, true));
  if (method === stored) return data;
  if (method !== deflated) throw new Error(`its ${name} is packed in a way that is not known`);
  return new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer();
}

const bytes = (view, at, length) => new Uint8Array(view.buffer, at, length);

const textOf = (data) => new TextDecoder().decode(data);
