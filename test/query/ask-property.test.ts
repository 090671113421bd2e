import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import {
  DATE_GRAINS,
  type Filter,
  type OrderBy,
  type Question,
  type Scalar,
  type Selection,
} from '../../shared/query/question.ts';
import { askFile, column, createModelFolder, engine, measure, question, table } from './model-file.ts';
import { naiveAnswer } from './naive-answer.ts';

const sumOf = (name: string) => ({ kind: 'aggregate', aggregation: 'sum', column: name }) as const;

const model: SemanticModel = {
  tables: [
    table(
      'T',
      [
        column('text', 'String'),
        column('whole', 'Int64'),
        column('double', 'Double'),
        column('decimal', 'Decimal'),
        column('moment', 'DateTime'),
        column('yes', 'Boolean'),
      ],
      [
        measure('ratio', { kind: 'divide', dividend: sumOf('decimal'), divisor: { kind: 'rows' } }),
        measure('gap', { kind: 'subtract', left: sumOf('whole'), right: sumOf('double') }),
        measure('deep', {
          kind: 'divide',
          dividend: {
            kind: 'subtract',
            left: sumOf('whole'),
            right: { kind: 'aggregate', aggregation: 'distinctCount', column: 'text' },
          },
          divisor: {
            kind: 'subtract',
            left: { kind: 'aggregate', aggregation: 'max', column: 'decimal' },
            right: { kind: 'rows' },
          },
        }),
      ],
    ),
  ],
};

const text = fc.constantFrom('a', 'A', 'b', 'B', 'ab', 'aB', '', '%', '_', '"', "'", 'c d');
const whole = fc.integer({ min: -5, max: 5 });
const quarter = fc.integer({ min: -8, max: 8 }).map((value) => value / 4);
const moment = fc
  .integer({ min: 0, max: 800 })
  .map((step) => new Date(Date.UTC(2023, 10, 25) + step * 5_400_000).toISOString().slice(0, 19));
const VALUES = { text, whole, double: quarter, decimal: quarter, moment, yes: fc.boolean() } as const;
type Name = keyof typeof VALUES;
const NAMES = Object.keys(VALUES) as Name[];
const blankOr = <T extends Scalar>(values: fc.Arbitrary<T>): fc.Arbitrary<Scalar> =>
  fc.option(values, { freq: 4, nil: null });

const row = fc.tuple(...NAMES.map((name) => blankOr<Scalar>(VALUES[name])));
const grain = fc.option(fc.constantFrom(...DATE_GRAINS), { nil: undefined });
const of = (field: string) => ({ table: 'T', field });

const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc
    .constantFrom(...NAMES)
    .chain((name) =>
      grain.map(
        (one): Selection => ({ kind: 'group', field: of(name), grain: name === 'moment' ? one : undefined, as: '' }),
      ),
    ),
  fc.record({
    kind: fc.constant('aggregate' as const),
    aggregation: fc.constantFrom('sum', 'average', 'min', 'max', 'count', 'distinctCount'),
    field: fc.constantFrom('whole', 'double', 'decimal').map(of),
    as: fc.constant(''),
  }),
  fc.record({
    kind: fc.constant('aggregate' as const),
    aggregation: fc.constantFrom('min', 'max', 'count', 'distinctCount'),
    field: fc.constantFrom('text', 'moment').map(of),
    as: fc.constant(''),
  }),
  fc.constant<Selection>({ kind: 'rows', table: 'T', as: '' }),
  fc.constantFrom('ratio', 'gap', 'deep').map((name): Selection => ({ kind: 'measure', field: of(name), as: '' })),
);

const list = (kind: 'in' | 'notIn') =>
  fc
    .constantFrom(...NAMES)
    .chain((name) =>
      fc
        .tuple(fc.array(blankOr<Scalar>(VALUES[name]), { maxLength: 4 }), grain)
        .map(
          ([values, one]): Filter => ({ kind, field: of(name), values, grain: name === 'moment' ? one : undefined }),
        ),
    );
const range = fc.oneof(
  fc.tuple(whole, whole).map(([from, to]): Filter => ({ kind: 'between', field: of('whole'), from, to })),
  fc.tuple(quarter, quarter).map(([from, before]): Filter => ({ kind: 'between', field: of('decimal'), from, before })),
  moment.map((before): Filter => ({ kind: 'between', field: of('moment'), before })),
);
const search = fc
  .constantFrom('a', 'B', '%', '_', '"', "'", ' ')
  .map((one): Filter => ({ kind: 'contains', field: of('text'), text: one }));

const asked: fc.Arbitrary<Question> = fc
  .tuple(
    fc.array(selection, { minLength: 1, maxLength: 4 }),
    fc.array(fc.oneof(list('in'), list('notIn'), range, search), { maxLength: 2 }),
    fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 2 }),
    fc.integer({ min: 1, max: 8 }),
  )
  .map(([selections, filters, order, limit]) => {
    const select = selections.map((one, index) => ({ ...one, as: `s${index}` }));
    const orderBy = order.map(
      ([at, up]): OrderBy => ({ as: `s${at % select.length}`, direction: up ? 'ascending' : 'descending' }),
    );
    return question({ select, filters, orderBy, limit });
  });

const folder = await createModelFolder();
afterAll(() => folder.remove());

const tables = fc.sample(fc.array(row, { maxLength: 14 }), { numRuns: 12, seed: 20_241_124 });

test.each(tables.map((rows, index) => [index, rows] as const))(
  'random questions of random table %i are answered as row by row',
  async (_, rows) => {
    const session = await engine.open(await folder.write(model, [rows]));
    try {
      await fc.assert(
        fc.asyncProperty(asked, async (one) => {
          const found = await askFile(session, model, one);
          const expected = naiveAnswer(model, rows, one);
          expect(found.rows, `${found.emitted.sql}\n${JSON.stringify(found.emitted.parameters)}`).toEqual(
            expected.rows,
          );
          expect(found.answer.isPartial).toBe(expected.isPartial);
        }),
        { numRuns: 60 },
      );
    } finally {
      await session.close();
    }
  },
);
