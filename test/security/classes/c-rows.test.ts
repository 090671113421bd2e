import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FilterShape, VisualShape } from '../../../shared/contract/azimuth.ts';
import { isFault } from '../../../shared/domain/faults.ts';
import type { Session } from '../../../shared/engine/ports.ts';
import type { SemanticModel } from '../../../shared/model/semantic-model.ts';
import type { Filter, Selection } from '../../../shared/query/question.ts';
import { resolveQuestion } from '../../../shared/query/resolve-question.ts';
import { NO_RULES, type SecurityRules } from '../../../shared/query/security-rules.ts';
import type { Visual } from '../../../shared/report/report.ts';
import { visualQuestion } from '../../../shared/report/visual-question.ts';
import { askFile, column, createModelFolder, engine, question, table } from '../../query/model-file.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const MODEL: SemanticModel = { tables: [table('T', [column('Owner', 'String'), column('N', 'Int64')])] };
const owner = { table: 'T', field: 'Owner' };
const byOwner: Selection = { kind: 'group', field: owner, as: 'who' };
const total: Selection = { kind: 'aggregate', aggregation: 'sum', field: { table: 'T', field: 'N' }, as: 'n' };
const ofOwner = (name: string): SecurityRules => ({
  rowFilters: [
    {
      table: 0,
      predicate: {
        kind: 'oneOf',
        operand: { kind: 'column', table: 0, column: 0, type: 'String' },
        values: [{ type: 'String', value: name }],
        isBlankIncluded: false,
      },
    },
  ],
  hiddenFields: [],
});

const folder = await createModelFolder();
let session: Session;
beforeAll(async () => {
  const rows = [['ann', 1], ['ben', 2], ...HOSTILE_TEXTS.map((text, index) => [text, 100 + index])];
  session = await engine.open(await folder.write(MODEL, [rows]));
});
afterAll(async () => {
  await session.close();
  await folder.remove();
});

/** The faults of a question; empty where it was answered under the rules. */
function refusalOf(filters: readonly Filter[], select: readonly Selection[]): unknown {
  try {
    resolveQuestion(MODEL, question({ select, filters }), NO_RULES);
    return undefined;
  } catch (thrown) {
    return isFault(thrown) ? thrown.code : thrown;
  }
}

test('C01: a name that holds another query names no field, and no filter holds a question', () => {
  for (const text of ['(SELECT Owner FROM t0)', 'Owner" FROM t0 UNION SELECT c0', 'T.Owner', 't0.c0', '*']) {
    expect(refusalOf([], [{ ...byOwner, field: { table: 'T', field: text } }])).toBe('field-unknown');
    expect(refusalOf([], [{ ...byOwner, field: { table: text, field: 'Owner' } }])).toBe('field-unknown');
  }
  const nested = { select: [{ kind: 'rows', table: 'T', as: 'n' }] };
  for (const values of [[nested], nested, [[1]]]) {
    expect(FilterShape.safeParse({ kind: 'in', field: owner, values }).success).toBe(false);
  }
});

test('C02: the text of a query depends on its shape alone: no value, title or alias is ever in it', async () => {
  const textOf = async (value: string) => {
    const filters: readonly Filter[] = [
      { kind: 'in', field: owner, values: [value] },
      { kind: 'contains', field: owner, text: value },
    ];
    const { emitted } = await askFile(
      session,
      MODEL,
      question({ select: [{ ...byOwner, as: value }, total], filters }),
    );
    return emitted.sql;
  };
  const plain = await textOf('x');
  // Two selected fields cannot have one name.
  const anyName = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }).filter((value) => value !== total.as);
  await fc.assert(
    fc.asyncProperty(anyName, async (value) => {
      expect(await textOf(value)).toBe(plain);
    }),
    { numRuns: 40 },
  );
  for (const value of HOSTILE_TEXTS) expect(await textOf(value)).toBe(plain);
});

test('C03: functions come from a list: no other name is an aggregation, a period or a kind', () => {
  const visual = (selection: unknown) => ({
    name: 'v',
    type: 'table',
    title: '',
    subtitle: '',
    position: { x: 0, y: 0, width: 1, height: 1 },
    wells: { category: [], series: [], values: [selection] },
    filters: [],
    orderBy: [],
    limit: 1,
  });
  expect(VisualShape.safeParse(visual(total)).success).toBe(true);
  for (const name of ['read_text', 'getenv', 'SUM', 'sum(', 'constructor', '__proto__', 'toString', 'rowCount', '']) {
    expect(VisualShape.safeParse(visual({ ...total, aggregation: name })).success).toBe(false);
    expect(VisualShape.safeParse(visual({ ...byOwner, grain: name })).success).toBe(false);
    expect(VisualShape.safeParse(visual({ ...total, kind: name })).success).toBe(false);
  }
});

test('C04: what looks like a template is a text like any other', async () => {
  for (const text of HOSTILE_TEXTS.filter((one) => /\{\{|\$\{|\{%|<%/.test(one))) {
    const filters: readonly Filter[] = [{ kind: 'in', field: owner, values: [text] }];
    const { rows } = await askFile(session, MODEL, question({ select: [byOwner, total], filters }));
    expect(rows).toEqual([[text, 100 + HOSTILE_TEXTS.indexOf(text)]]);
  }
});

test('C05: one module reaches the engine, and it takes nothing but a restricted plan', () => {
  const sources = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name));
  const texts = ['functions', 'shared', 'edge']
    .flatMap(sources)
    .map((path) => [path, readFileSync(path, 'utf8')] as const);
  const thatSay = (pattern: RegExp) => texts.filter(([, text]) => pattern.test(text)).map(([path]) => path);
  expect(thatSay(/\bsession\s*\.\s*run\(/)).toEqual(['shared/engine/ask.ts']);
  expect(thatSay(/from '@duckdb\//).filter((path) => !path.startsWith('shared/adapters/duckdb/'))).toEqual([]);
  expect(thatSay(/as RestrictedPlan\b/)).toEqual(['shared/query/restrict.ts']);
});

test('C14: the list of a slicer has the rows that its reader may see and no others', async () => {
  const slicer: Visual = {
    name: 's',
    type: 'slicer',
    title: 'Owner',
    subtitle: '',
    position: { x: 0, y: 0, width: 1, height: 1 },
    wells: { category: [byOwner], series: [], values: [] },
    filters: [],
    orderBy: [],
    limit: 1000,
  };
  const lookFor: readonly Filter[] = [{ kind: 'contains', field: owner, text: 'n' }];
  expect((await askFile(session, MODEL, visualQuestion(slicer), ofOwner('ann'))).rows).toEqual([['ann']]);
  expect((await askFile(session, MODEL, visualQuestion(slicer, lookFor), ofOwner('ann'))).rows).toEqual([['ann']]);
  const ends: readonly Selection[] = [
    { kind: 'aggregate', aggregation: 'min', field: owner, as: 'min' },
    { kind: 'aggregate', aggregation: 'distinctCount', field: owner, as: 'count' },
  ];
  expect((await askFile(session, MODEL, question({ select: ends }), ofOwner('ben'))).rows).toEqual([['ben', 1]]);
});

test('C18: whoever is called by a quote, a backslash or a line break sees their own rows', async () => {
  for (const [index, name] of HOSTILE_TEXTS.entries()) {
    const { rows, emitted } = await askFile(session, MODEL, question({ select: [total] }), ofOwner(name));
    expect(rows, JSON.stringify(name)).toEqual([[100 + index]]);
    expect(emitted.sql).toBe(
      (await askFile(session, MODEL, question({ select: [total] }), ofOwner('ann'))).emitted.sql,
    );
  }
});
