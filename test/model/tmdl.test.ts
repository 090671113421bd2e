import { describe, expect, test } from 'vitest';
import type { DocumentFile, Member, MetadataObject } from '../../shared/model/model-document.ts';
import { propertyOf, withProperty } from '../../shared/model/model-document.ts';
import { readModelFiles } from '../../shared/model/model-files.ts';
import { documentOf, filesOf, modelOf, problemsOf, SMALL, textsOf, treeOf } from './tmdl-fixtures.ts';

/** One member of a table, as it is read from a text. */
function memberOf(lines: string): Member {
  const file = documentOf({ 'definition/tables/T.tmdl': `table T\n${lines}` }).files[0];
  const table = file?.kind === 'tmdl' ? file.members[0] : undefined;
  const member = table?.kind === 'object' ? table.members[0] : undefined;
  if (member === undefined) throw new Error('nothing was read');
  return member;
}

function objectOf(lines: string): MetadataObject {
  const member = memberOf(lines);
  if (member.kind !== 'object') throw new Error(`a ${member.kind} was read`);
  return member;
}

const valueIn = (lines: string, property: string): unknown => propertyOf(objectOf(lines), property)?.value;

describe('TMDL is read as it is written', () => {
  test.each([
    ['a bare name', '\tmeasure Sales = 1\n', 'Sales'],
    ['a quoted name', "\tmeasure 'Sales Amount' = 1\n", 'Sales Amount'],
    ['a doubled quote', "\tmeasure 'Men''s = shoes: a.b' = 1\n", "Men's = shoes: a.b"],
    ['no space before =', '\tmeasure Sales= 1\n', 'Sales'],
    ['a name with signs', '\tmeasure YOY% = 1\n', 'YOY%'],
  ])('%s', (_, lines, name) => {
    expect(objectOf(lines).name).toBe(name);
    expect(valueIn(lines, 'expression')).toEqual({ kind: 'expression', text: '1' });
  });

  test.each([
    ['on one line', '\tmeasure M =  1 + 2 \n', '1 + 2'],
    [
      'in a block',
      '\tmeasure M =\n\t\t\tVAR a = 1\n\t\t\tRETURN\n\t\t\t    a\n\t\tisHidden\n',
      'VAR a = 1\nRETURN\n    a',
    ],
    ['with blank lines inside', '\tmeasure M =\n\t\t\t1\n\n\t\t\t+ 2\n\n\tcolumn C\n', '1\n\n+ 2'],
    ['after a line of white space', '\tmeasure M =\n\t\t\t\n\t\t\t1\n\t\tisHidden\n', '\n1'],
    ['between fences', '\tmeasure M = ```\n\t\t\t1 \n\t\t\t\t+ 2\n\t\t\t\n\t\t\t```\n\t\tisHidden\n', '1 \n\t+ 2\n'],
    ['between fences with words of TMDL', '\tmeasure M = ```\n\t\t\ta\n\tcolumn X\n\t\t\t```\n', 'a\ncolumn X'],
    ['between fences on one line', '\tmeasure M = ```1```\n', '1'],
    ['with Windows line ends', '\tmeasure M =\r\n\t\t\t1\r\n\t\t\t+ 2\r\n\t\tisHidden\r\n', '1\n+ 2'],
    ['with words that look like properties', '\tmeasure M =\n\t\t\ta: b\n\t\t\tcolumn C\n', 'a: b\ncolumn C'],
    ['empty', '\tmeasure M =\n\t\tisHidden\n', ''],
  ])('an expression %s', (_, lines, text) => {
    expect(valueIn(lines, 'expression')).toEqual({ kind: 'expression', text });
  });

  test.each([
    ['\tcolumn C\n\t\tisHidden\n', 'isHidden', { kind: 'boolean', value: true }],
    ['\tcolumn C\n\t\tisHidden: False\n', 'isHidden', { kind: 'boolean', value: false }],
    ['\tcolumn C\n\t\tformatString: 0\n', 'formatString', { kind: 'text', text: '0' }],
    [
      '\tcolumn C\n\t\tformatString:   yyyy-mm-dd hh:nn  \n',
      'formatString',
      { kind: 'text', text: 'yyyy-mm-dd hh:nn' },
    ],
    ['\tcolumn C\n\t\tdisplayFolder: " My ""Own"" "\n', 'displayFolder', { kind: 'text', text: ' My "Own" ' }],
    ['\tcolumn C\n\t\tDataType: int64\n', 'dataType', { kind: 'text', text: 'int64' }],
    ["\tcolumn C\n\t\tsortByColumn: 'A.B'\n", 'sortByColumn', { kind: 'reference', path: ['A.B'] }],
    ["\tcolumn C\n\t\tsortByColumn: 'It''s'.X\n", 'sortByColumn', { kind: 'reference', path: ["It's", 'X'] }],
    ['\tcalculationGroup\n\t\tprecedence: 10\n', 'precedence', { kind: 'number', spelling: '10' }],
    ['\tfuture X\n\t\tnewThing: 01\n', 'newThing', { kind: 'text', text: '01' }],
  ])('the value of %j', (lines, property, value) => {
    expect(valueIn(lines, property)).toEqual(value);
  });

  test('an expression of a property may stand one step below it', () => {
    const [, kpi] = objectOf(
      '\tmeasure M = 1\n\t\tkpi\n\t\t\tstatusExpression =\n\t\t\t\tVAR a = 1\n\t\t\t\tRETURN a\n\t\t\tstatusGraphic: X\n',
    ).members;
    expect(kpi?.kind === 'object' && kpi.members.map((member) => member.kind === 'property' && member.value)).toEqual([
      { kind: 'expression', text: 'VAR a = 1\nRETURN a' },
      { kind: 'text', text: 'X' },
    ]);
  });

  test('descriptions of several lines', () => {
    expect(valueIn('\t/// One\n\t///\n\t///   two\n\tmeasure M = 1\n', 'description')).toEqual({
      kind: 'text',
      text: 'One\n\n  two',
    });
  });

  test('objects without a name, with and without a value', () => {
    const item = objectOf(
      '\tmeasure M = 1\n\t\tformatStringDefinition = "0"\n\t\tchangedProperty = IsHidden\n\t\tkpi\n\t\t\tstatusGraphic: X\n',
    );
    expect(item.members.slice(1).map((member) => member.kind === 'object' && [member.type, member.name])).toEqual([
      ['formatStringDefinition', undefined],
      ['changedProperty', undefined],
      ['kpi', undefined],
    ]);
  });

  test('a type that nobody knows is an object with what stands below it', () => {
    const object = objectOf('\tnovelty\n\t\tflavour: mild\n');
    expect([object.type, propertyOf(object, 'flavour')?.value]).toEqual(['novelty', { kind: 'text', text: 'mild' }]);
  });

  test('spaces indent as well as tabs', () => {
    const texts = Object.fromEntries(Object.entries(SMALL).map(([path, text]) => [path, text.replaceAll('\t', '  ')]));
    expect(modelOf(documentOf(texts))).toEqual(modelOf(documentOf(SMALL)));
  });

  test('words are read in any casing', () => {
    const texts = {
      ...SMALL,
      'definition/tables/Product.tmdl':
        SMALL['definition/tables/Product.tmdl']
          ?.replace('table', 'Table')
          .replace('column ', 'COLUMN ')
          .replace('dataType', 'DataType') ?? '',
    };
    expect(modelOf(documentOf(texts))).toEqual(modelOf(documentOf(SMALL)));
  });
});

describe('an unchanged document writes the same bytes', () => {
  const constructs = [
    '\ufefftable T\n',
    'table T',
    '\n\n\ttable T\n\t\t\tcolumn X\n',
    'table T\r\n\r\n\tcolumn C\r\n\t\tdataType:int64  \r\n\r\n\r\n',
    '// a remark\ntable T\n\n\t// another\n\tmeasure  M  =   1\n\n\n',
    'table T\n\tperspectiveTable X\n\t\tincludeAll\n\tunknown thing = [1,\n\t2]\n',
    'cultureInfo de-DE\n\ttranslations\n\t\tmodel Model\n\t\t\ttable Sales\n\t\t\t\tcaption: Verkäufe\n\tlinguisticMetadata =\n\t\t\t<Linguistic/>\n\t\tcontentType: xml\n',
    'table T\n\tmeasure M = ```\n\t\t  a\n\n\t\t \n\t\t```\n\t\tisHidden\n',
    'table T\n\tcolumn C\n    \tdataType: int64\n \n\t \n\tpartition P = entity\n\t\tsource\n\t\t\tentityName: X\n',
    'this is no TMDL at all!\n%%%\n\t\t\n{"a":1}',
    'table T\n\tmeasure M = ```\n\t\tnever closed\n',
    'ref table T\n\tcolumn C\n\nref\nref table\nref 1\n',
    'function f = (x) => x\nqueryGroup \'A\\B\'\n\tannotation N = 0\ndataSource D = structured\n\tconnectionDetails =\n\t\t\t{ "a": 1 }\n',
    '',
    '\n',
    '\t',
  ];
  test.each(constructs)('%j', (text) => {
    const texts = { 'definition/x.tmdl': text, 'definition/y.tmdl': 'table Y\n' };
    expect(textsOf(readModelFiles(filesOf(texts)).document)).toEqual(texts);
  });

  test('files that are no part of the model come back as they are, bad UTF-8 too', () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0, 1]);
    const files = [
      { path: '.platform', bytes },
      { path: 'definition/tables/A.tmdl', bytes },
      { path: 'definition/tables/B.tmdl', bytes: new TextEncoder().encode('table B\n') },
    ];
    const { document, problems } = readModelFiles(files);
    expect(document.files.map((file) => file.kind)).toEqual(['kept', 'kept', 'tmdl']);
    expect(problems).toMatchObject([{ code: 'file-unreadable', file: 'definition/tables/A.tmdl' }]);
  });
});

/** The document with one object of a file replaced. */
function edited(texts: typeof SMALL, path: string, edit: (root: MetadataObject) => Member): typeof SMALL {
  const document = documentOf(texts);
  const files = document.files.map(
    (file): DocumentFile =>
      file.kind === 'tmdl' && file.path === path
        ? { ...file, members: file.members.map((member) => (member.kind === 'object' ? edit(member) : member)) }
        : file,
  );
  return textsOf({ ...document, files });
}

const inside =
  (name: string, edit: (object: MetadataObject) => Member) =>
  (root: MetadataObject): Member => ({
    ...root,
    members: root.members.map((member) => (member.kind === 'object' && member.name === name ? edit(member) : member)),
  });

describe('a change shows in the changed piece alone', () => {
  const path = 'definition/tables/Sales.tmdl';
  const changed = (find: string, put: string) => ({ ...SMALL, [path]: SMALL[path]?.replace(find, put) ?? '' });

  test('a property', () => {
    const edit = inside('Margin %', (measure) => withProperty(measure, 'formatString', { kind: 'text', text: '0%' }));
    expect(edited(SMALL, path, edit)).toEqual(changed('formatString: 0.0%', 'formatString: 0%'));
  });

  test('a property that was not there', () => {
    const edit = inside('Amount', (measure) => withProperty(measure, 'isHidden', { kind: 'boolean', value: true }));
    expect(edited(SMALL, path, edit)).toEqual(changed('[Net Amount] )\n', '[Net Amount] )\n\t\tisHidden\n'));
  });

  test('a name', () => {
    const edit = inside('Amount', (measure) =>
      measure.type === 'measure' ? { ...measure, name: 'Total Amount' } : measure,
    );
    expect(edited(SMALL, path, edit)).toEqual(changed('measure Amount', "measure 'Total Amount'"));
  });

  test('an expression becomes a block', () => {
    const edit = inside('Amount', (object) =>
      object.type === 'measure'
        ? withProperty(object, 'expression', { kind: 'expression', text: '1\n    + 2' })
        : object,
    );
    expect(edited(SMALL, path, edit)).toEqual(changed('= SUM ( Sales[Net Amount] )', '=\n\t\t\t1\n\t\t\t    + 2'));
  });

  test('Windows line ends and spaces are used where the file has them', () => {
    const windows = { ...SMALL, [path]: SMALL[path]?.replaceAll('\n', '\r\n').replaceAll('\t', '  ') ?? '' };
    const edit = inside('Amount', (measure) => withProperty(measure, 'isHidden', { kind: 'boolean', value: true }));
    expect(edited(windows, path, edit)[path]).toBe(
      windows[path]?.replace('[Net Amount] )\r\n', '[Net Amount] )\r\n    isHidden\r\n'),
    );
  });
});

describe('one model from several files', () => {
  test('a table in parts is one table; ref lines give the order', () => {
    const texts = {
      ...SMALL,
      'definition/model.tmdl': 'model Model\n\nref table Sales\nref table Gone\nref table Product\n',
      'definition/a-first.tmdl':
        'table Sales\n\n\tmeasure Extra = 1\n\ntable Zoo\n\n\tcolumn Z\n\t\tdataType: string\n',
      'definition/b.tmdl': 'ref table Product\n\n\tcolumn Late\n\t\tdataType: string\n',
    };
    const model = modelOf(documentOf(texts));
    expect(model.tables.map(({ name }) => name)).toEqual(['Sales', 'Product', 'Zoo']);
    expect(model.tables[0]?.measures.map(({ name }) => name)).toEqual(['Margin %', 'Amount', 'Extra']);
    expect(model.tables[1]?.columns.map(({ name }) => name)).toEqual(['ProductKey', 'Late']);
  });

  test('ref lines that come last give the order too; what they do not name follows', () => {
    const texts = { 'a.tmdl': 'table B\ntable C\ntable A\n', 'z.tmdl': 'model Model\nref table A\nref table B\n' };
    expect(modelOf(documentOf(texts)).tables.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
  });

  test('a script of createOrReplace holds the model', () => {
    const script = `createOrReplace\n${Object.values(SMALL)
      .join('\n')
      .replace(/\nref.*/g, '')
      .replaceAll(/^/gm, '\t')}`;
    expect(modelOf(documentOf({ 'x.tmdl': script })).tables.map(({ name }) => name)).toEqual(['Product', 'Sales']);
  });

  test('a property that two parts say is reported where it is said again', () => {
    const texts = {
      ...SMALL,
      'definition/z.tmdl': 'table Sales\n\tisHidden\n',
      'definition/zz.tmdl': 'table Sales\n\n\tisHidden\n',
    };
    expect(problemsOf(texts)).toMatchObject([
      { code: 'property-repeated', object: 'table Sales', file: 'definition/zz.tmdl', line: 3 },
    ]);
  });
});

test('the tree has database, model and all else below', () => {
  const tree = treeOf(documentOf(SMALL));
  expect([tree.type, tree.members.map((member) => member.kind === 'object' && member.type)]).toEqual([
    'database',
    ['model'],
  ]);
});
