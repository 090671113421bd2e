import { describe, expect, test } from 'vitest';
import type { DocumentFile, MetadataObject } from '../../shared/model/model-document.ts';
import { withProperty } from '../../shared/model/model-document.ts';
import { readModelFiles } from '../../shared/model/model-files.ts';
import { documentOf, filesOf, modelOf, problemsOf, type Texts, textsOf } from './tmdl-fixtures.ts';

const BIM = `{
  "name": "Shop",
  "compatibilityLevel": 1567,
  "model": {
    "culture": "en-US",
    "tables": [
      {
        "name": "Sales",
        "columns": [
          { "name": "Key", "dataType": "int64", "sourceColumn": "Key" },
          { "name": "RowNumber-1", "type": "rowNumber", "dataType": "int64" }
        ],
        "measures": [
          {
            "name": "Margin",
            "expression": [
              "VAR a = 1",
              "RETURN a"
            ],
            "formatString": "0.0%"
          }
        ],
        "partitions": [ { "name": "P", "source": { "type": "m", "expression": "Sales" } } ]
      }
    ],
    "annotations": []
  }
}
`;

const bim = (text: string): Texts => ({ 'model.bim': text });

describe('an unchanged model.bim writes the same bytes', () => {
  test.each([
    ['as Power BI lays it out', BIM],
    ['with Windows line ends and a byte order mark', `\ufeff${BIM.replaceAll('\n', '\r\n')}`],
    ['on one line', JSON.stringify(JSON.parse(BIM))],
    ['with odd white space', BIM.replaceAll(',', ' \t,').replaceAll(':', ' :  ').replaceAll('[', '[\n')],
    [
      'with escapes and numbers as they are spelled',
      BIM.replace('"Shop"', '"\\u0053hop\\/"').replace('1567', '1.5670e3'),
    ],
    [
      'with keys in another order',
      BIM.replace('"name": "Sales",', '').replace('"measures"', '"name": "Sales", "measures"'),
    ],
    [
      'with things that nobody knows',
      BIM.replace(
        '"annotations": []',
        '"annotations": [ ], "x": {}, "ys": [{"name": "a", "z": [1, null]}, {"name":"b"}], "w": [[], {}], "v": null',
      ),
    ],
    ['in a script', `{ "createOrReplace": { "object": { "database": "Shop" },\n "database": ${BIM} } }`],
    ['as a model alone', BIM.slice(BIM.indexOf('"model"') + 9, BIM.lastIndexOf('}'))],
    ['with a key that is said twice', BIM.replace('"annotations"', '"tables": [ {"name": "B"} ],\n "annotations"')],
    ['with a broken end', BIM.slice(0, -8)],
    ['with nothing', ''],
  ])('%s', (_, text) => {
    expect(textsOf(readModelFiles(filesOf(bim(text))).document)).toEqual(bim(text));
  });
});

test('a model.bim means what it says: row numbers are no columns, lines are one expression', () => {
  const [table] = modelOf(documentOf(bim(BIM))).tables;
  expect(table?.columns.map(({ name }) => name)).toEqual(['Key']);
  expect(table?.measures[0]?.expression).toBe('VAR a = 1\nRETURN a');
});

test('ordinals give the order of levels and calculation items', () => {
  const items = [1, 0].map((ordinal) => ({ name: `I${ordinal}`, expression: '1', ordinal }));
  const levels = [2, 0, 1].map((ordinal) => ({ name: `L${ordinal}`, column: 'N', ordinal }));
  const table = {
    name: 'T',
    columns: [{ name: 'N', dataType: 'string' }],
    hierarchies: [{ name: 'H', levels }],
    calculationGroup: { calculationItems: items },
  };
  const [read] = modelOf(documentOf(bim(JSON.stringify({ model: { tables: [table] } })))).tables;
  expect(read?.hierarchies[0]?.levels.map(({ name }) => name)).toEqual(['L0', 'L1', 'L2']);
  expect(read?.calculationGroup?.items.map(({ name }) => name)).toEqual(['I0', 'I1']);
});

describe('a change shows in the changed piece alone', () => {
  const edited = (edit: (object: MetadataObject) => MetadataObject): Texts => {
    const change = (object: MetadataObject): MetadataObject =>
      edit({
        ...object,
        members: object.members.map((member) => {
          if (member.kind === 'object') return change(member);
          return member.kind === 'group' ? { ...member, members: member.members.map(change) } : member;
        }),
      });
    const document = documentOf(bim(BIM));
    const files = document.files.map(
      (file): DocumentFile => (file.kind === 'tmsl' ? { ...file, root: change(file.root) } : file),
    );
    return textsOf({ ...document, files });
  };
  const atMargin = (edit: (object: MetadataObject) => MetadataObject) =>
    edited((object) => (object.name === 'Margin' ? edit(object) : object));

  test('a property', () => {
    const texts = atMargin((measure) => withProperty(measure, 'formatString', { kind: 'text', text: '0 "x"' }));
    expect(texts).toEqual(bim(BIM.replace('"0.0%"', '"0 \\"x\\""')));
  });

  test('an expression becomes a list of lines at its depth', () => {
    const texts = atMargin((measure) => withProperty(measure, 'expression', { kind: 'expression', text: 'a\n  b\nc' }));
    expect(texts).toEqual(
      bim(BIM.replace(/"VAR a[^\]]*/, '"a",\n              "  b",\n              "c"\n            ')),
    );
  });

  test('a name, and a property that was not there', () => {
    const texts = atMargin((measure) => ({
      ...withProperty(measure, 'isHidden', { kind: 'boolean', value: true }),
      name: 'Margin 2',
    }));
    const expected = BIM.replace('"Margin"', '"Margin 2"').replace('"0.0%"', '"0.0%",\n            "isHidden": true');
    expect(texts).toEqual(bim(expected));
  });

  test('children that are added join the list of their type, or begin it', () => {
    const texts = edited((object) => {
      if (object.name !== 'Sales') return object;
      const { place } = object;
      const added = (type: string, name: string): MetadataObject => ({
        kind: 'object',
        type,
        name,
        isReference: false,
        members: [],
        place,
      });
      return { ...object, members: [...object.members, added('measure', 'B'), added('hierarchy', 'H')] };
    });
    const tables: unknown = JSON.parse(texts['model.bim'] ?? '').model.tables;
    expect(tables).toMatchObject([{ measures: [{ name: 'Margin' }, { name: 'B' }], hierarchies: [{ name: 'H' }] }]);
    expect(texts['model.bim']?.startsWith(BIM.slice(0, BIM.indexOf('"0.0%"')))).toBe(true);
  });
});

describe('what cannot be read is said with its line', () => {
  test.each([
    ['a comma too many', BIM.replace('"0.0%"', '"0.0%",'), 'syntax', 21],
    ['a text that does not end', BIM.replace('"0.0%"', '"0.0%'), 'syntax', 20],
    ['no model', '\n{ "version": "1.0" }', 'model-missing', 2],
    ['a key twice', BIM.replace('"culture"', '"tables": [],\n"culture"'), 'property-repeated', 7],
    ['an empty file', '', 'syntax', 1],
  ])('%s', (_, text, code, line) => {
    expect(problemsOf(bim(text))[0]).toMatchObject({ code, line, file: 'model.bim' });
  });
});
