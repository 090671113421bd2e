import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseJson, readBody, readLenient, readStrict } from '../../functions/read-body.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function request(body: string | ReadableStream<Uint8Array>, headers: Readonly<Record<string, string>> = {}): Request {
  return new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' });
}

/** A body that says nothing of its length. */
function streamed(chunks: number, size: number): ReadableStream<Uint8Array> {
  let left = chunks;
  return new ReadableStream({
    pull(controller) {
      if (left === 0) controller.close();
      else controller.enqueue(new Uint8Array(size));
      left -= 1;
    },
  });
}

describe('a body', () => {
  test('is read to its end, in the order it came', async () => {
    expect(new TextDecoder().decode(await readBody(request('{"a":1}'), 100))).toBe('{"a":1}');
    expect((await readBody(request(streamed(3, 10)), 30)).byteLength).toBe(30);
    expect((await readBody(new Request('http://localhost/'), 0)).byteLength).toBe(0);
  });

  test('that says it is larger than the limit is refused before it is read', async () => {
    const asked = request('12345', { 'content-length': '5' });
    await expect(readBody(asked, 4)).rejects.toMatchObject({ code: 'body-too-large', detail: { limitBytes: 4 } });
    expect(asked.bodyUsed).toBe(false);
  });

  test('that turns out to be larger than the limit is refused while it is read', async () => {
    const endless = streamed(Number.POSITIVE_INFINITY, 1000);
    await expect(readBody(request(endless), 5000)).rejects.toMatchObject({ code: 'body-too-large' });
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/merge-patch+json',
    null,
  ])('of type %s is read as JSON', (type) => expect(parseJson(bytes('{"a":[1]}'), type)).toEqual({ a: [1] }));

  test.each(['text/plain', 'text/html', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', ''])(
    'of type "%s" is not',
    (type) => expect(() => parseJson(bytes('{}'), type)).toThrow('media-type-unsupported'),
  );

  test.each(['', '{', '{"a":1}}', '\u0000', 'undefined'])('that is "%s" is said to be no JSON', (text) => {
    expect(() => parseJson(bytes(text), null)).toThrow('request-invalid');
  });

  test('that is not UTF-8 is said to be no JSON', () => {
    expect(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22), null)).toThrow('request-invalid');
  });
});

const Shape = z.strictObject({ name: z.string(), size: z.number().optional() });
const Loose = z.object({ groupUserAccessRight: z.string(), identifier: z.string().optional() });

describe('our own API', () => {
  test.each([
    [{ name: 'a', more: 1 }, 'the body'],
    [{ name: 7 }, 'name'],
    [{ Name: 'a' }, 'name'],
    [[], 'the body'],
    [null, 'the body'],
    ['text', 'the body'],
  ])('refuses %j and says where', (value, where) => {
    try {
      readStrict(Shape, value);
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'request-invalid', detail: { where } });
    }
  });
});

describe('Power BI’s API', () => {
  test('is read without regard to case, and what is unknown is left out', () => {
    const read = readLenient(Loose, { GROUPUSERACCESSRIGHT: 'Viewer', Identifier: 'a', isAdmin: true });
    expect(read).toEqual({ groupUserAccessRight: 'Viewer', identifier: 'a' });
  });

  test.each([null, [], 'text', 7, { __proto__: { groupUserAccessRight: 'Admin' } }])('finds nothing in %j', (value) => {
    expect(() => readLenient(Loose, value)).toThrow('request-invalid');
  });
});
