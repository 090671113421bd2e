import { connect } from 'node:tls';

/** A header as it is written, whatever it holds. */
export type RawHeader = readonly [name: string, value: string];

export const GOOD: readonly RawHeader[] = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':path', '/'],
  [':authority', 'localhost'],
];

const FRAME = { data: 0, headers: 1, reset: 3, settings: 4, goAway: 7 } as const;
const END_STREAM = 1;
const END_HEADERS = 4;

/**
 * Sends one request by HTTP/2 in frames made by hand, as no library would, and tells what came of it: the status is not
 * read, only whether the stream was answered, reset, or the connection was given up.
 */
export function sendHttp2(
  port: number,
  ca: string,
  headers: readonly RawHeader[],
  body?: string,
): Promise<'answered' | 'reset' | 'given up'> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: 'localhost', ca, ALPNProtocols: ['h2'] }, () => {
      const flags = END_HEADERS | (body === undefined ? END_STREAM : 0);
      socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
      socket.write(frame(FRAME.settings, 0, 0, Buffer.alloc(0)));
      socket.write(frame(FRAME.headers, flags, 1, Buffer.concat(headers.map(literal))));
      if (body !== undefined) socket.write(frame(FRAME.data, END_STREAM, 1, Buffer.from(body, 'latin1')));
    });
    let got = Buffer.alloc(0);
    const finish = (outcome: 'answered' | 'reset' | 'given up') => {
      resolve(outcome);
      socket.destroy();
    };
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
      for (let length = frameLength(got); length !== undefined; length = frameLength(got)) {
        const type = got[3];
        if (type === FRAME.headers) finish('answered');
        else if (type === FRAME.reset) finish('reset');
        else if (type === FRAME.goAway) finish('given up');
        got = got.subarray(length);
      }
    });
    socket.on('error', reject);
    socket.on('close', () => resolve('given up'));
  });
}

function frameLength(got: Buffer): number | undefined {
  if (got.length < 9) return undefined;
  const length = 9 + got.readUIntBE(0, 3);
  return got.length < length ? undefined : length;
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** HPACK's literal that is never indexed, with a new name and without Huffman's code. */
function literal([name, value]: RawHeader): Buffer {
  return Buffer.concat([Buffer.from([0x10]), text(name), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const rest = bytes.length - 127;
  return Buffer.concat([Buffer.from([127, 0x80 | (rest & 127), rest >> 7]), bytes]);
}
