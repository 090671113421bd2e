import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { hasCode } from '../../../shared/domain/faults.ts';
import { DEFAULT_PBIP_LIMITS, type PbipLimits, type PbipPackage } from '../../../shared/source/pbip/pbip-package.ts';
import { readPbip } from '../../../shared/source/pbip/read-pbip.ts';
import { type ZipPart, zipBytes } from './zip-bytes.ts';

const root = mkdtempSync(join(tmpdir(), 'azimuth-pbip-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function read(bytes: Uint8Array, limits: Partial<PbipLimits> = {}): Promise<PbipPackage & { folder: string }> {
  const folder = mkdtempSync(join(root, 'one-'));
  const path = join(root, `${folder.slice(-6)}.zip`);
  writeFileSync(path, bytes);
  return { ...(await readPbip(path, folder, { ...DEFAULT_PBIP_LIMITS, ...limits })), folder };
}

async function refusal(bytes: Uint8Array, limits: Partial<PbipLimits> = {}): Promise<string> {
  try {
    await read(bytes, limits);
  } catch (thrown) {
    if (!hasCode(thrown, 'import-failed')) throw thrown;
    expect(thrown.detail.advice).not.toBe('');
    return `${thrown.detail.what} @ ${thrown.detail.where ?? ''}`;
  }
  return 'read';
}

const MODEL: readonly ZipPart[] = [
  { path: 'Sales.SemanticModel/definition.pbism', content: '{}' },
  { path: 'Sales.SemanticModel/definition/model.tmdl', content: 'model Model' },
];
const withParts = (...parts: readonly ZipPart[]) => zipBytes([...MODEL, ...parts]);
const names = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

describe('a project', () => {
  test.each([
    ['at the root', ''],
    ['in one top folder', 'My project/'],
  ])('%s gives its model, its reports and its data', async (_, top) => {
    const parts: readonly ZipPart[] = [
      ...MODEL,
      { path: 'Sales.Report/definition.pbir', content: '{"version": "4.0"}', isStored: true },
      { path: 'Sales.Report/StaticResources/a.png', content: Buffer.from([1, 2, 3]) },
      { path: 'data/', content: '' },
      { path: 'data/Größe.csv', content: 'a,b\n1,2\n' },
      { path: 'Sales.pbip', content: '{}' },
      { path: 'Sales.SemanticModel/.pbi/cache.abf', content: 'cache' },
      { path: '__MACOSX/data/._x.csv', content: 'shadow' },
      { path: 'data/.DS_Store', content: 'x' },
    ];
    const found = await read(zipBytes(parts.map((part) => ({ ...part, path: top + part.path }))));
    expect(found.model.name).toBe('Sales');
    expect(names(found.model.files)).toEqual(['definition.pbism', 'definition/model.tmdl']);
    expect(Buffer.from(found.model.files[1]?.bytes ?? []).toString()).toBe('model Model');
    expect(found.reports.map(({ name, files }) => [name, names(files)])).toEqual([
      ['Sales', ['definition.pbir', 'StaticResources/a.png']],
    ]);
    expect([...(found.reports[0]?.files[1]?.bytes ?? [])]).toEqual([1, 2, 3]);
    expect(names(found.data)).toEqual(['data/Größe.csv', 'Sales.pbip']);
    expect(readFileSync(found.data[0]?.file ?? '', 'utf8')).toBe('a,b\n1,2\n');
    expect(readdirSync(found.folder)).toEqual(['data-0', 'data-1']);
  });

  test('a model.bim is a model as well', async () => {
    const { model } = await read(zipBytes([{ path: 'X.SemanticModel/model.bim', content: '{}' }]));
    expect(names(model.files)).toEqual(['model.bim']);
  });

  test('a large data file goes to disk', async () => {
    const content = Buffer.alloc(40_000_000, 'a,b\n');
    const { data } = await read(withParts({ path: 'data/large.csv', content }), { maxDefinitionBytes: 1000 });
    expect(data[0]?.bytes).toBe(40_000_000);
    expect(readFileSync(data[0]?.file ?? '').equals(content)).toBe(true);
  });
});

describe('what is no project is refused', () => {
  test.each([
    ['no zip', Buffer.from('a,b\n1,2\n'), 'no zip archive'],
    ['an empty file', Buffer.alloc(0), 'no zip archive'],
    ['a zip cut off', withParts({ path: 'data/a.csv', content: 'x'.repeat(500) }).subarray(0, -30), 'no zip archive'],
    ['no semantic model', zipBytes([{ path: 'data/a.csv' }]), 'no folder *.SemanticModel'],
    ['a model without its folder', zipBytes([{ path: 'definition/model.tmdl' }]), 'no folder *.SemanticModel'],
    ['a PBIX file', zipBytes([{ path: 'DataModel' }, { path: '[Content_Types].xml' }]), 'PBIX'],
    ['a model two folders down', zipBytes([{ path: 'a/b/X.SemanticModel/model.bim' }]), 'no folder *.SemanticModel'],
    [
      'two semantic models',
      withParts({ path: 'Stock.SemanticModel/model.bim' }),
      'several semantic models: "Sales.SemanticModel", "Stock.SemanticModel"',
    ],
  ])('%s', async (_, bytes, what) => {
    expect(await refusal(bytes)).toContain(what);
  });
});

describe('a hostile archive is refused, and the file in it is named', () => {
  const bomb = { path: 'data/bomb.csv', content: Buffer.alloc(5_000_000) };
  const hostile: readonly (readonly [string, Uint8Array, string, Partial<PbipLimits>?])[] = [
    ['more files than allowed', withParts({ path: 'a' }, { path: 'b' }), '4 files; at most 3', { maxEntries: 3 }],
    ['more bytes than allowed', withParts(bomb), 'more than 1000000 bytes', { maxBytes: 1_000_000 }],
    ['a bomb that claims to be small', withParts({ ...bomb, claimedSize: 10 }), 'damaged @ "data/bomb.csv"'],
    [
      'a file that is shorter than it claims',
      withParts({ path: 'a.csv', content: 'x', claimedSize: 9 }),
      'damaged @ "a.csv"',
    ],
    [
      'a definition of many bytes',
      withParts({ path: 'Sales.Report/x', content: 'x'.repeat(99) }),
      'at most 50',
      { maxDefinitionBytes: 50 },
    ],
    [
      'a path out of the archive',
      withParts({ path: 'data/../../a.csv' }),
      'leads out of the archive ("..") @ "data/../../a.csv"',
    ],
    ['an absolute path', withParts({ path: '/etc/passwd' }), 'absolute @ "/etc/passwd"'],
    ['a path on a drive', withParts({ path: 'C:/a.csv' }), 'absolute @ "C:/a.csv"'],
    ['a backslash', withParts({ path: 'data\\a.csv' }), 'backslash @ "data\\a.csv"'],
    ['a control character', withParts({ path: 'data/a\u0000.csv' }), 'control characters @ "data/a?.csv"'],
    ['an empty part', withParts({ path: 'data//a.csv' }), 'empty part @ "data//a.csv"'],
    ['a long path', withParts({ path: 'x'.repeat(500) }), 'longer than 400'],
    ['the same path twice', withParts({ path: 'a.csv' }, { path: 'a.csv' }), 'there twice @ "a.csv"'],
    [
      'paths that differ in case',
      withParts({ path: 'data/a.csv' }, { path: 'Data/A.csv' }),
      'differ in case only @ "Data/A.csv"',
    ],
    ['paths that differ in composition', withParts({ path: 'é.csv' }, { path: 'e\u0301.csv' }), 'differ in case only'],
    ['a symbolic link', withParts({ path: 'a.csv', content: '/etc/passwd', mode: 0o120777 }), 'link or a special file'],
    ['a device', withParts({ path: 'a.csv', mode: 0o020666 }), 'link or a special file'],
    ['an encrypted file', withParts({ path: 'a.csv', content: 'x', flags: 1 }), 'encrypted @ "a.csv"'],
    ['another compression', withParts({ path: 'a.csv', content: 'x', method: 14 }), 'cannot be read (14)'],
    ['a wrong checksum', withParts({ path: 'a.csv', content: 'x', claimedChecksum: 7 }), 'damaged @ "a.csv"'],
    ['Zip64 by its end', zipBytes(MODEL, { isZip64: true }), 'Zip64'],
    [
      'Zip64 by a file',
      withParts({ path: 'a.csv', extra: Buffer.from([1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]) }),
      'Zip64',
    ],
    ['a damaged directory', damagedDirectory(), 'list of files in the archive is damaged'],
  ];
  const rows = hostile.map(([title, bytes, what, limits = {}]) => ({ title, bytes, what, limits }));
  test.each(rows)('$title', async ({ bytes, what, limits }) => {
    expect(await refusal(bytes, limits)).toContain(what);
  });

  function damagedDirectory(): Buffer {
    const bytes = zipBytes(MODEL);
    bytes.write('XX', bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')));
    return bytes;
  }
});

test('an archive with any bytes changed is read, or refused with a reason', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.nat(60),
      async (changes, cut) => {
        const bytes = withParts(
          { path: 'data/a.csv', content: 'a,b\n1,2\n'.repeat(20) },
          { path: 'b.csv', content: 'x' },
        );
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        expect(await refusal(bytes.subarray(0, bytes.length - (cut > 50 ? cut : 0)))).toMatch(/^(read$|.+ @ )/);
      },
    ),
    { numRuns: 400 },
  ));
