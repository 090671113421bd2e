import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convertDocument } from '../../shared/model/convert-document.ts';
import { modelTree } from '../../shared/model/merge-parts.ts';
import { readModelFiles, writeModelFiles } from '../../shared/model/model-files.ts';
import { tabularModelOf } from '../../shared/model/tabular-model-of.ts';
import { documentOf, filesOf, modelOf, SMALL, type Texts, textsOf, treeOf } from './tmdl-fixtures.ts';

/** Reads, means, writes; and says whether the bytes are the same. */
function survives(texts: Texts): boolean {
  const { document } = readModelFiles(filesOf(texts));
  tabularModelOf(document);
  const tree = modelTree(document, () => {});
  if (tree !== undefined)
    writeModelFiles(convertDocument(document, tree, document.format === 'tmdl' ? 'tmsl' : 'tmdl'));
  expect(textsOf(document)).toEqual(texts);
  return true;
}

const WORDS =
  'table column measure ref model role member source partition annotation isHidden dataType relationship = : ``` /// \' " , { } [ ] true 1 A B.C calculationGroup sortByColumn fromColumn variation'.split(
    ' ',
  );
const scraps = fc
  .array(
    fc.oneof(
      fc.constantFrom(...WORDS, '\n', '\n', '\n\t', '\n\t\t', '\n  ', '\r\n', '\t', ' '),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('no text makes a reader throw or lose a character', () => {
  test('TMDL from scraps', () => {
    fc.assert(
      fc.property(scraps, scraps, (left, right) => survives({ 'a.tmdl': left, 'b.tmdl': right })),
      { numRuns: 1500 },
    );
  });

  test('TMDL with pieces cut out', () => {
    const whole = Object.values(SMALL).join('\n');
    const cut = fc
      .tuple(fc.nat(whole.length), fc.nat(40), scraps)
      .map(([at, length, put]) => whole.slice(0, at) + put + whole.slice(at + length));
    fc.assert(
      fc.property(cut, (text) => survives({ 'a.tmdl': text })),
      { numRuns: 500 },
    );
  });

  test('JSON of any shape, with words of TMSL', () => {
    const key = fc.oneof(
      fc.constantFrom(
        'name',
        'model',
        'tables',
        'columns',
        'source',
        'type',
        'expression',
        'value',
        'database',
        'createOrReplace',
        'relationships',
        '__proto__',
        'constructor',
      ),
      fc.string(),
    );
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(key, tie('node'), { maxKeys: 5 }),
      ),
    })).node;
    fc.assert(
      fc.property(value, fc.nat(3), (node, space) =>
        survives({ 'model.bim': JSON.stringify({ model: { tables: node, x: node } }, null, space) }),
      ),
      { numRuns: 800 },
    );
  });

  test('JSON with pieces cut out', () => {
    const whole = textsOf(convertDocument(documentOf(SMALL), treeOf(documentOf(SMALL)), 'tmsl'))['model.bim'] ?? '';
    const cut = fc
      .tuple(fc.nat(whole.length), fc.nat(30), scraps)
      .map(([at, length, put]) => whole.slice(0, at) + put + whole.slice(at + length));
    fc.assert(
      fc.property(cut, (text) => survives({ 'model.bim': text })),
      { numRuns: 500 },
    );
  });

  test.each([
    [
      'deep indentation',
      { 'a.tmdl': Array.from({ length: 20_000 }, (_, level) => `${'\t'.repeat(level % 3000)}t x\n`).join('') },
    ],
    ['deep JSON', { 'model.bim': `${'{"model":'.repeat(20_000)}1${'}'.repeat(20_000)}` }],
    ['many fences that do not end', { 'a.tmdl': 'table T\n\tmeasure M = ```\n'.repeat(50_000) }],
    [
      'many empty expressions before blank lines',
      { 'a.tmdl': `${'table T\n\tmeasure M =\n\n'.repeat(20_000)}${'\n'.repeat(50_000)}` },
    ],
    [
      'a long row of quotes',
      {
        'a.tmdl': `table ${"'".repeat(200_001)}\n`,
        'b.tmdl': `table T\n\tcolumn A\n\t\tsortByColumn: ${"'".repeat(200_001)}\n`,
      },
    ],
    ['a long row of backslashes', { 'model.bim': `{"model": "${'\\'.repeat(200_001)}` }],
    ['many commas', { 'model.bim': `[${','.repeat(200_000)}]` }],
  ])('%s end in time', (_, texts) => {
    const started = performance.now();
    survives(texts);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

/** A name or text of one line, with everything that quoting has to stand. */
const name = fc
  .string({
    unit: fc.constantFrom('a', 'B', '0', "'", '"', ' ', '.', '=', ':', '%', 'é', '`', '/', '[', '#', ','),
    minLength: 1,
    maxLength: 12,
  })
  .map((text) => text.trim() || 'x');
const line = fc.string({
  unit: fc.constantFrom('a', 'B', '0', "'", '"', ' ', '=', ':', '\t', '/', 'table ', '{'),
  maxLength: 12,
});
const expression = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => lines.join('\n'));
const unique = <Item>(item: fc.Arbitrary<Item>, by: (item: Item) => string) =>
  fc.uniqueArray(item, { maxLength: 4, selector: (value) => by(value).toLowerCase() });

const column = fc.record({
  name,
  dataType: fc.constantFrom('int64', 'string'),
  isHidden: fc.boolean(),
  formatString: line,
  description: expression,
  displayFolder: line,
  sourceColumn: name,
});
const measure = fc.record({
  name,
  expression,
  formatString: line,
  annotations: unique(fc.record({ name, value: expression }), (item) => item.name),
});
const random = fc.record({
  tables: unique(
    fc.record({
      name,
      description: expression,
      columns: unique(column, (item) => item.name),
      measures: unique(measure, (item) => item.name),
    }),
    (item) => item.name,
  ),
  roles: unique(
    fc.record({
      name,
      modelPermission: fc.constant('read'),
      members: unique(fc.record({ memberName: name }), (item) => item.memberName),
    }),
    (item) => item.name,
  ),
  expressions: unique(fc.record({ name, kind: fc.constant('m'), expression }), (item) => item.name),
});

/** Lists of lines and texts alike; empty lists and texts as if they were not there. */
function plain(value: unknown): unknown {
  if (Array.isArray(value))
    return value.every((item) => typeof item === 'string') ? value.join('\n') : value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const said = plain(inner);
      return said === '' || said === false ? [] : [[key, said]];
    }),
  );
}

test('random models say the same after model.bim → TMDL → model.bim', () => {
  fc.assert(
    fc.property(random, (model) => {
      const given = { model };
      const first = documentOf({ 'model.bim': JSON.stringify(given) });
      const tmdl = documentOf(textsOf(convertDocument(first, treeOf(first), 'tmdl')));
      const again = textsOf(convertDocument(tmdl, treeOf(tmdl), 'tmsl'))['model.bim'] ?? '';
      expect(plain(JSON.parse(again))).toEqual(plain(JSON.parse(JSON.stringify(given))));
    }),
    { numRuns: 400 },
  );
});

test('a model of 5,000 objects is read and understood in well under a second', () => {
  const measures = Array.from(
    { length: 5000 },
    (_, index) =>
      `\tmeasure 'M ${index}' =\n\t\t\tVAR a = ${index}\n\t\t\tRETURN\n\t\t\t    a\n\t\tformatString: 0\n\t\tlineageTag: x-${index}\n`,
  );
  const tmdl = { 'definition/t.tmdl': `table T\n\n${measures.join('\n')}` };
  const bim = textsOf(convertDocument(documentOf(tmdl), treeOf(documentOf(tmdl)), 'tmsl'));
  for (const texts of [tmdl, bim]) {
    const files = filesOf(texts);
    const started = performance.now();
    const { document } = readModelFiles(files);
    const model = modelOf(document);
    writeModelFiles(document);
    expect(model.tables[0]?.measures.length).toBe(5000);
    expect(performance.now() - started).toBeLessThan(1000);
  }
});
