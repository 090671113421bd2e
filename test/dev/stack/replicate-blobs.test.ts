import { describe, expect, test } from 'vitest';
import type { BlobContainer, BlobVersion } from '../../../dev/stack/blob-account.ts';
import { replicateBlobs } from '../../../dev/stack/replicate-blobs.ts';

/** A container in memory that counts what it is asked for. */
function container() {
  const blobs = new Map<string, { content: Buffer } & BlobVersion>();
  let version = 0;
  const store = (name: string, content: Buffer, copyOf: string | undefined) => {
    version += 1;
    blobs.set(name, { content, version: `v${version}`, copyOf });
  };
  const counts = { got: 0 };
  let isAway = false;
  const here = <T>(value: () => T): Promise<T> =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve().then(value);
  const account: BlobContainer = {
    list: () => here(() => new Map(blobs)),
    get: (name) =>
      here(() => {
        counts.got += 1;
        return blobs.get(name)?.content ?? Buffer.from('');
      }),
    put: (name, content, of) => here(() => store(name, content, of)),
    remove: (name) => here(() => void blobs.delete(name)),
  };
  return {
    account,
    counts,
    write: (name: string, text: string) => store(name, Buffer.from(text), undefined),
    remove: (name: string) => blobs.delete(name),
    setAway: (value: boolean) => {
      isAway = value;
    },
    contents: () => Object.fromEntries([...blobs].map(([name, { content }]) => [name, content.toString()])),
  };
}

describe('A-06: the copy of a container', () => {
  test('is what is at home: new, changed and removed blobs, each fetched once', async () => {
    const [home, copy] = [container(), container()];
    const copying = replicateBlobs([{ from: home.account, to: copy.account }], 60_000);
    home.write('a', '1');
    home.write('b', '2');
    await copying.round();
    await copying.round();
    expect([copy.contents(), home.counts.got]).toEqual([{ a: '1', b: '2' }, 2]);
    home.write('a', '3');
    home.remove('b');
    await copying.round();
    expect([copy.contents(), home.counts.got]).toEqual([{ a: '3' }, 3]);
    await copying.stop();
  });

  test('stays as it was while the home does not answer, and catches up after it', async () => {
    const [home, copy] = [container(), container()];
    const copying = replicateBlobs([{ from: home.account, to: copy.account }], 60_000);
    home.write('a', '1');
    await copying.round();
    home.write('a', '2');
    home.setAway(true);
    await expect(copying.round()).rejects.toThrow('away');
    expect(copy.contents()).toEqual({ a: '1' });
    home.setAway(false);
    await copying.round();
    expect(copy.contents()).toEqual({ a: '2' });
    await copying.stop();
  });

  test('is made by itself, time and again, until it is stopped', async () => {
    const [home, copy] = [container(), container()];
    const copying = replicateBlobs([{ from: home.account, to: copy.account }], 5);
    home.write('a', '1');
    await expect.poll(() => copy.contents()).toEqual({ a: '1' });
    await copying.stop();
    home.write('a', '2');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(copy.contents()).toEqual({ a: '1' });
  });
});
