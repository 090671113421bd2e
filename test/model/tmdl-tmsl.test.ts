import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { checkModel, modelRoots, roundtrip } from '../../dev/commands/roundtrip.ts';
import { convertDocument } from '../../shared/model/convert-document.ts';
import type { ModelDocument, ModelFile, ModelFormat } from '../../shared/model/model-document.ts';
import { readModelFiles, writeModelFiles } from '../../shared/model/model-files.ts';
import { documentOf, modelOf, SMALL, textsOf, treeOf } from './tmdl-fixtures.ts';

const ROOT = process.env['AZIMUTH_REFERENCE'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const REFERENCE = join(ROOT, 'conformance/dax');

function filesUnder(folder: string): readonly ModelFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path).replaceAll('\\', '/'), bytes: new Uint8Array(readFileSync(path)) }));
}

function converted(document: ModelDocument, format: ModelFormat): ModelDocument {
  return documentOf(textsOf(convertDocument(document, treeOf(document), format)));
}

describe.skipIf(!existsSync(REFERENCE))(
  'the conformance model (skipped where the reference folder is not there)',
  () => {
    const tmdl = (): readonly ModelFile[] => filesUnder(join(REFERENCE, 'model.tmdl'));
    const bim = (): readonly ModelFile[] => filesUnder(REFERENCE).filter(({ path }) => path === 'model.bim');

    test.each([
      ['model.tmdl', tmdl],
      ['model.bim', bim],
    ])('%s comes back byte for byte and keeps its meaning in the other format and back', (_, files) => {
      const { lines, isSame } = checkModel(files());
      expect(lines.filter((line) => !/the same (bytes|model)|^14 tables, 81 columns, 27 measures/.test(line))).toEqual(
        [],
      );
      expect([isSame, lines.length]).toEqual([true, 4]);
    });

    test('both say the same model', () => {
      const [left, right] = [tmdl(), bim()].map((files) => modelOf(readModelFiles(files).document));
      expect(left).toEqual(right);
      expect(left?.name).toBe('Conformance');
    });

    test('the TMDL as model.bim has the same keys and values, in whatever order', () => {
      const [written] = writeModelFiles(converted(readModelFiles(tmdl()).document, 'tmsl'));
      const [given] = bim();
      const parsed = (file: ModelFile | undefined): unknown => JSON.parse(new TextDecoder().decode(file?.bytes));
      expect(parsed(written)).toEqual(parsed(given));
    });
  },
);

/** What the two formats say differently, in both. */
const PAIRS: readonly { readonly what: string; readonly tmdl: string; readonly bim: object }[] = [
  {
    what: 'a calculated table and its columns',
    tmdl: 'table T\n\n\tcolumn C\n\t\tisNameInferred\n\t\tsourceColumn: [Value]\n\n\tcolumn D = [C] + 1\n\n\tpartition T = calculated\n\t\tsource = { 1 }\n',
    bim: {
      tables: [
        {
          name: 'T',
          columns: [
            { name: 'C', type: 'calculatedTableColumn', isNameInferred: true, sourceColumn: '[Value]' },
            { name: 'D', type: 'calculated', expression: '[C] + 1' },
          ],
          partitions: [{ name: 'T', source: { type: 'calculated', expression: '{ 1 }' } }],
        },
      ],
    },
  },
  {
    what: 'a source that is no expression',
    tmdl: "table T\n\n\tpartition T = entity\n\t\tmode: directLake\n\n\t\tsource\n\t\t\tentityName: Sales\n\t\t\texpressionSource: 'My Lake'\n",
    bim: {
      tables: [
        {
          name: 'T',
          partitions: [
            {
              name: 'T',
              mode: 'directLake',
              source: { type: 'entity', entityName: 'Sales', expressionSource: 'My Lake' },
            },
          ],
        },
      ],
    },
  },
  {
    what: 'a calculation group',
    tmdl: 'table T\n\n\tcalculationGroup\n\t\tprecedence: 2\n\n\t\tcalculationItem A = SELECTEDMEASURE ()\n\n\t\t\tformatStringDefinition = "0"\n\n\t\tnoSelectionExpression = 1\n\n\tpartition T = calculationGroup\n',
    bim: {
      tables: [
        {
          name: 'T',
          calculationGroup: {
            precedence: 2,
            calculationItems: [
              { name: 'A', expression: 'SELECTEDMEASURE ()', formatStringDefinition: { expression: '"0"' } },
            ],
            noSelectionExpression: { expression: '1' },
          },
          partitions: [{ name: 'T', source: { type: 'calculationGroup' } }],
        },
      ],
    },
  },
  {
    what: 'a variation, an aggregation and a policy',
    tmdl: "table T\n\n\tcolumn C\n\n\t\tvariation V\n\t\t\tisDefault\n\t\t\trelationship: r\n\t\t\tdefaultHierarchy: 'L T'.'Date Hierarchy'\n\n\t\talternateOf\n\t\t\tsummarization: sum\n\t\t\tbaseColumn: Sales.Amount\n\n\trefreshPolicy\n\t\tpolicyType: basic\n\t\trollingWindowPeriods: 5\n\t\tsourceExpression = Sales\n",
    bim: {
      tables: [
        {
          name: 'T',
          columns: [
            {
              name: 'C',
              variations: [
                {
                  name: 'V',
                  isDefault: true,
                  relationship: 'r',
                  defaultHierarchy: { table: 'L T', hierarchy: 'Date Hierarchy' },
                },
              ],
              alternateOf: { summarization: 'sum', baseTable: 'Sales', baseColumn: 'Amount' },
            },
          ],
          refreshPolicy: { policyType: 'basic', rollingWindowPeriods: 5, sourceExpression: 'Sales' },
        },
      ],
    },
  },
  {
    what: 'perspectives and translations',
    tmdl: "perspective P\n\n\tperspectiveTable Sales\n\n\t\tperspectiveMeasure 'Margin %'\n\n\t\tperspectiveColumn Key\n\ncultureInfo de-DE\n\n\ttranslations\n\n\t\tmodel Model\n\n\t\t\ttable Sales\n\t\t\t\tcaption: Verkauf\n\n\t\t\t\tmeasure 'Margin %'\n\t\t\t\t\tcaption: Marge\n\t\t\t\t\tdisplayFolder: Basis\n",
    bim: {
      perspectives: [
        {
          name: 'P',
          tables: [{ name: 'Sales', measures: [{ name: 'Margin %' }], columns: [{ name: 'Key' }] }],
        },
      ],
      cultures: [
        {
          name: 'de-DE',
          translations: {
            model: {
              name: 'Model',
              tables: [
                {
                  name: 'Sales',
                  translatedCaption: 'Verkauf',
                  measures: [{ name: 'Margin %', translatedCaption: 'Marge', translatedDisplayFolder: 'Basis' }],
                },
              ],
            },
          },
        },
      ],
    },
  },
  {
    what: 'groups of queries, functions, changed properties, extended properties',
    tmdl: "model Model\n\nqueryGroup 'A\\B'\n\n\tannotation N = 0\n\nextendedProperty J =\n\t\t{\n\t\t  \"a\": [\n\t\t    1.0\n\t\t  ]\n\t\t}\n\nextendedProperty S = text\n\nfunction Twice = (x) => 2 * x\n\nexpression Q = 1\n\tqueryGroup: 'A\\B'\n\ntable T\n\n\tchangedProperty = Name\n\n\tchangedProperty = IsHidden\n",
    bim: {
      queryGroups: [{ folder: 'A\\B', annotations: [{ name: 'N', value: '0' }] }],
      extendedProperties: [
        { type: 'json', name: 'J', value: { a: [1] } },
        { type: 'string', name: 'S', value: 'text' },
      ],
      functions: [{ name: 'Twice', expression: '(x) => 2 * x' }],
      expressions: [{ name: 'Q', kind: 'm', expression: '1', queryGroup: 'A\\B' }],
      tables: [{ name: 'T', changedProperties: [{ property: 'Name' }, { property: 'IsHidden' }] }],
    },
  },
  {
    what: 'things that nobody knows',
    tmdl: 'table T\n\n\tgadget G\n\t\tsize: 3\n\t\tisNew\n\n\tsetting\n\t\tcolor: red\n',
    bim: { tables: [{ name: 'T', gadgets: [{ name: 'G', size: 3, isNew: true }], setting: { color: 'red' } }] },
  },
];

describe('TMDL and TMSL say the same', () => {
  test.each(PAIRS)('$what', ({ tmdl, bim }) => {
    const fromTmdl = converted(documentOf({ 'definition/x.tmdl': tmdl }), 'tmsl');
    const written: unknown = JSON.parse(textsOf(fromTmdl)['model.bim'] ?? '');
    expect(written).toEqual({ model: bim });
    const back = converted(documentOf({ 'model.bim': JSON.stringify({ model: bim }) }), 'tmdl');
    const again: unknown = JSON.parse(textsOf(converted(back, 'tmsl'))['model.bim'] ?? '');
    expect(again).toEqual({ model: bim });
  });

  test('converted TMDL lies in the usual files', () => {
    const texts = textsOf(converted(converted(documentOf(SMALL), 'tmsl'), 'tmdl'));
    const order = ['database', 'model', 'relationships', 'tables/Sales', 'tables/Product'];
    expect(Object.keys(texts)).toEqual(order.map((path) => `definition/${path}.tmdl`));
    expect(texts['definition/tables/Sales.tmdl']).toBe(SMALL['definition/tables/Sales.tmdl']);
  });

  test('names that no file can have, and names that differ in case, get files of their own', () => {
    const tables = ['a/b:c', 'A_B_C', '..', 'x'].map((name) => ({ name }));
    const texts = textsOf(converted(documentOf({ 'model.bim': JSON.stringify({ model: { tables } }) }), 'tmdl'));
    expect(Object.keys(texts).filter((path) => path.includes('tables/'))).toEqual([
      'definition/tables/a_b_c.tmdl',
      'definition/tables/A_B_C 2.tmdl',
      'definition/tables/_.tmdl',
      'definition/tables/x.tmdl',
    ]);
  });
});

test('roundtrip finds each model by its files', () => {
  const paths = [
    'A.SemanticModel/definition/tables/x.tmdl',
    'A.SemanticModel/definition/model.tmdl',
    'b/model.bim',
    'model.bim',
    'c/x.json',
  ];
  expect(modelRoots(paths)).toEqual(['', 'A.SemanticModel', 'b']);
});

test('roundtrip prints what it found, and problems with file and line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'roundtrip-'));
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text));
  const error = vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text));
  onTestFinished(() => {
    log.mockRestore();
    error.mockRestore();
    rmSync(folder, { recursive: true });
  });
  expect(await roundtrip([folder])).toBe(2);
  for (const [path, text] of Object.entries(SMALL)) {
    mkdirSync(dirname(join(folder, 'A.SemanticModel', path)), { recursive: true });
    writeFileSync(join(folder, 'A.SemanticModel', path), text);
  }
  expect(await roundtrip([folder])).toBe(0);
  writeFileSync(join(folder, 'A.SemanticModel/definition/tables/Z.tmdl'), 'table Z\n\t%%%\n');
  expect(await roundtrip([folder])).toBe(0);
  expect(said.join('\n')).toMatch(
    /no model under[\s\S]*2 tables[\s\S]*as tmsl and back: the same model[\s\S]*Z.tmdl:2: '%%%'/,
  );
});
