import { Fault } from '../../shared/domain/faults.ts';

const MOST_BEFORE_CONTENT = 64 * 1024;
/** What follows the first part is read and left, so that the client can finish sending; a longer rest is cut off. */
const MOST_AFTER_CONTENT = 1024 * 1024;
const LINE_BREAK = '\r\n';

/**
 * The content of the first part of a multipart body, whatever its headers say, piece by piece: clients of Power BI send
 * the file in a part without a name, or without any header. Throws `request-invalid` where there is no whole part.
 */
export async function* firstPart(body: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<Uint8Array> {
  const delimiter = Buffer.from(`${LINE_BREAK}--${boundaryOf(contentType)}`, 'latin1');
  const pieces = body[Symbol.asyncIterator]();
  try {
    let held = await openPart(pieces, delimiter);
    // The line break before the content may be that of the next delimiter, where the part is empty.
    let start = LINE_BREAK.length;
    for (;;) {
      const end = held.indexOf(delimiter);
      const sure = end < 0 ? held.length - delimiter.length : end;
      if (sure > start) {
        yield held.subarray(start, sure);
        held = held.subarray(sure);
        start = 0;
      }
      if (end >= 0) break;
      held = Buffer.concat([held, await nextOf(pieces)]);
    }
    await leaveRest(pieces);
  } finally {
    await pieces.return?.();
  }
}

type Pieces = AsyncIterator<Uint8Array>;

/** What is there of the content, after the line break that ends the headers; there may be no headers. */
async function openPart(pieces: Pieces, delimiter: Buffer): Promise<Buffer> {
  let held = Buffer.from(LINE_BREAK);
  for (;;) {
    const at = held.indexOf(delimiter);
    const lineEnd = at < 0 ? -1 : held.indexOf(LINE_BREAK, at + delimiter.length);
    const headersEnd = lineEnd < 0 ? -1 : held.indexOf(`${LINE_BREAK}${LINE_BREAK}`, lineEnd);
    if (headersEnd >= 0) return held.subarray(headersEnd + LINE_BREAK.length);
    if (held.length > MOST_BEFORE_CONTENT) throw noPart();
    held = Buffer.concat([held, await nextOf(pieces)]);
  }
}

async function nextOf(pieces: Pieces): Promise<Uint8Array> {
  const next = await pieces.next();
  if (next.done === true) throw noPart();
  return next.value;
}

async function leaveRest(pieces: Pieces): Promise<void> {
  let rest = 0;
  while (rest <= MOST_AFTER_CONTENT) {
    const next = await pieces.next();
    if (next.done === true) return;
    rest += next.value.byteLength;
  }
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary !== undefined) return boundary;
  throw new Fault('request-invalid', { what: 'The multipart body has no boundary', where: 'Content-Type' });
}

function noPart(): Fault {
  return new Fault('request-invalid', {
    what: 'The multipart body has no whole part. Send the file as its first part',
    where: 'the body',
  });
}
