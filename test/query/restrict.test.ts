import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../shared/engine/ports.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import { duckdbDialect } from '../../shared/query/duckdb-dialect.ts';
import { emit } from '../../shared/query/emit.ts';
import type { Predicate } from '../../shared/query/plan.ts';
import { canonicalJson } from '../../shared/query/plan-key.ts';
import type { Selection } from '../../shared/query/question.ts';
import { resolveQuestion } from '../../shared/query/resolve-question.ts';
import { restrict } from '../../shared/query/restrict.ts';
import { NO_RULES, type SecurityRules, securityFingerprint } from '../../shared/query/security-rules.ts';
import { askFile, column, createModelFolder, engine, question, readGrant, table } from './model-file.ts';

const model: SemanticModel = { tables: [table('T', [column('Region', 'String'), column('N', 'Int64')])] };
const region = { kind: 'column', table: 0, column: 0, type: 'String' } as const;
const only = (name: string): Predicate => ({
  kind: 'oneOf',
  operand: region,
  values: [{ type: 'String', value: name }],
  isBlankIncluded: false,
});
const rowsWhere = (predicate: Predicate): SecurityRules => ({
  rowFilters: [{ table: 0, predicate }],
  hiddenFields: [],
});
const total: Selection = { kind: 'aggregate', aggregation: 'sum', field: { table: 'T', field: 'N' }, as: 'n' };

const folder = await createModelFolder();
let session: Session;
beforeAll(async () => {
  session = await engine.open(
    await folder.write(model, [
      [
        ['EMEA', 1],
        ['Amer', 2],
        [null, 4],
        ['emea', 8],
      ],
    ]),
  );
});
afterAll(async () => {
  await session.close();
  await folder.remove();
});

test.each<[string, SecurityRules, number | null]>([
  ['no rules: all rows', NO_RULES, 15],
  ['one value', rowsWhere(only('emea')), 9],
  ['roles join', rowsWhere({ kind: 'any', parts: [only('emea'), only('amer')] }), 11],
  ['a denial does not lose blanks', rowsWhere({ kind: 'not', part: only('emea') }), 6],
  ['the filter of no role shows nothing', rowsWhere({ kind: 'any', parts: [] }), null],
  ['the filter of every part shows everything', rowsWhere({ kind: 'all', parts: [] }), 15],
  ['a value that is SQL', rowsWhere(only("x') OR 1=1 --")), null],
])('row filters restrict every value: %s', async (_, rules, expected) => {
  const { rows, emitted } = await askFile(session, model, question({ select: [total] }), rules);
  expect(rows, emitted.sql).toEqual([[expected]]);
});

test('a question cannot widen a row filter', async () => {
  const filters = [{ kind: 'in', field: { table: 'T', field: 'Region' }, values: ['Amer'] }] as const;
  const { rows } = await askFile(session, model, question({ select: [total], filters }), rowsWhere(only('emea')));
  expect(rows).toEqual([[null]]);
});

test('a plan that reads what is hidden is never restricted, even where resolving was given other rules', () => {
  const resolved = resolveQuestion(model, question({ select: [total] }), NO_RULES);
  for (const hidden of [
    { kind: 'column', table: 0, column: 1 },
    { kind: 'table', table: 0 },
  ] as const) {
    expect(() => restrict(resolved, readGrant(), { rowFilters: [], hiddenFields: [hidden] })).toThrow('may not see');
  }
});

test('a plan that was not restricted does not compile into SQL', () => {
  const { plan } = resolveQuestion(model, question({ select: [total] }), NO_RULES);
  const { tenantId, modelId } = readGrant();
  const unrestricted = { plan, tenantId, modelId, securityFingerprint: '' };
  // @ts-expect-error Only `restrict` makes what `emit` takes: the type checker holds this line to it.
  const emitted = emit(unrestricted, duckdbDialect);
  expect(emitted.columnCount).toBe(1);
});

test('a plan is frozen all through, and equal questions print equal text', () => {
  const make = () => {
    return restrict(
      resolveQuestion(model, question({ select: [total] }), NO_RULES),
      readGrant(),
      rowsWhere(only('emea')),
    );
  };
  const restricted = make();
  expect(
    Object.isFrozen(restricted) && Object.isFrozen(restricted.plan.where) && Object.isFrozen(restricted.plan.where[0]),
  ).toBe(true);
  expect(emit(make(), duckdbDialect)).toEqual(emit(restricted, duckdbDialect));
  expect(canonicalJson(make().plan)).toBe(canonicalJson(restricted.plan));
});

test('the fingerprint tells every value of every rule, and not their order', () => {
  const two = (first: string, second: string): SecurityRules => ({
    rowFilters: [
      { table: 0, predicate: only(first) },
      { table: 0, predicate: only(second) },
    ],
    hiddenFields: [],
  });
  expect(securityFingerprint(two('a', 'b'))).toBe(securityFingerprint(two('b', 'a')));
  const different = [
    NO_RULES,
    rowsWhere(only('a')),
    rowsWhere(only('A')),
    rowsWhere({ kind: 'not', part: only('a') }),
    two('a', 'b'),
    { rowFilters: [], hiddenFields: [{ kind: 'table', table: 0 } as const] },
    { rowFilters: [], hiddenFields: [{ kind: 'column', table: 0, column: 0 } as const] },
  ];
  expect(new Set(different.map(securityFingerprint)).size).toBe(different.length);
});

test('canonical text does not depend on the order of members', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
  expect(canonicalJson({ x: '","y":"' })).not.toBe(canonicalJson({ x: '', y: '' }));
});
