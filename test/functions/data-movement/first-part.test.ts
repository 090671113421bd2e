import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstPart } from '../../../functions/data-movement/first-part.ts';

const TYPE = 'multipart/form-data; boundary=x-1';

async function* inPieces(body: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}

async function read(body: string | Buffer, { size = 7, type = TYPE } = {}): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of firstPart(inPieces(Buffer.from(body), size), type)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const part = (headers: string, content: string) => `--x-1\r\n${headers}\r\n${content}\r\n`;
const NAMED = 'Content-Disposition: form-data; name="file"; filename="a.zip"\r\nContent-Type: application/zip\r\n';

describe('the first part of a multipart body', () => {
  test.each([
    ['with a name and a type', `${part(NAMED, 'content')}--x-1--\r\n`],
    [
      'with a disposition alone, as the .NET library sends it',
      `${part('Content-Disposition: form-data\r\n', 'content')}--x-1--\r\n`,
    ],
    ['without any header, as the Terraform provider sends it', `${part('', 'content')}--x-1--\r\n`],
    ['before other parts', `${part(NAMED, 'content')}${part(NAMED, 'other')}--x-1--\r\n`],
    ['after a preamble', `to be ignored\r\n${part('', 'content')}--x-1--`],
    ['without an end of the body', `${part('', 'content')}--x-1`],
  ])('is read: %s', async (_, body) => {
    for (const size of [1, 3, 1000]) expect((await read(body, { size })).toString()).toBe('content');
  });

  test('an empty part is no bytes, and a boundary may stand in quotation marks', async () => {
    expect(await read(`${part('', '')}--x-1--`)).toHaveLength(0);
    expect(await read('--x-1\r\n\r\n\r\n--x-1--')).toHaveLength(0);
    const type = 'multipart/form-data; charset=utf-8; boundary="x-1"';
    expect((await read(`${part('', 'content')}--x-1--`, { type })).toString()).toBe('content');
  });

  test('any bytes come back, in whatever pieces they arrive', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 30 }),
            fc.constantFrom(...['\r\n', '--x-', '\r\n--x', '-1'].map((text) => Buffer.from(text))),
          ),
        ),
        fc.integer({ min: 1, max: 50 }),
        async (content, size) => {
          const bytes = Buffer.concat(content);
          fc.pre(!bytes.includes('\r\n--x-1') && !bytes.toString('latin1').startsWith('--x-1'));
          const body = Buffer.concat([Buffer.from('--x-1\r\n\r\n'), bytes, Buffer.from('\r\n--x-1--\r\n')]);
          expect(await read(body, { size })).toEqual(bytes);
        },
      ),
    ));

  test.each([
    ['no boundary in the type', 'x', 'multipart/form-data'],
    ['a boundary that never comes', 'x'.repeat(100), TYPE],
    ['headers that do not end', `--x-1\r\n${'a: b\r\n'.repeat(20_000)}`, TYPE],
    ['a part that does not end', '--x-1\r\n\r\ncontent', TYPE],
    ['nothing', '', TYPE],
  ])('is refused: %s', async (_, body, type) => {
    await expect(read(body, { type, size: 1000 })).rejects.toMatchObject({ code: 'request-invalid' });
  });
});
