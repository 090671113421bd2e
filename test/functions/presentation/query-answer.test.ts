import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerPieces, answerResponse } from '../../../functions/presentation/query-answer.ts';
import type { DaxAnswer } from '../../../shared/engine/ask-dax.ts';
import type { Scalar } from '../../../shared/query/question.ts';

function answerOf(columns: Readonly<Record<string, readonly Scalar[]>>, more: Partial<DaxAnswer> = {}): DaxAnswer {
  const values = Object.values(columns);
  return {
    table: { columns: Object.keys(columns).map((name) => ({ name, type: 'Variant' })) },
    values,
    rowCount: values[0]?.length ?? 0,
    isPartial: false,
    tableCount: 1,
    ...more,
  };
}

const cell = fc.oneof(
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

test('an answer is JSON that says what the columns hold, whatever the names and cells are', () => {
  const rows = fc.array(fc.tuple(cell, cell), { maxLength: 40 });
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 2 });
  const property = fc.property(rows, names, fc.boolean(), (cells, [a = '', b = ''], includeNulls) => {
    fc.pre(a !== '__proto__' && b !== '__proto__' && !/^\d+$/.test(a + b));
    const answer = answerOf({ [a]: cells.map(([one]) => one), [b]: cells.map(([, other]) => other) });
    const expected = cells.map((row) => {
      const members = [a, b].map((name, index) => [name, row[index] ?? null] as const);
      return Object.fromEntries(members.filter(([, value]) => includeNulls || value !== null));
    });
    const written = JSON.parse([...answerPieces(answer, includeNulls)].join(''));
    expect(written).toEqual(JSON.parse(JSON.stringify({ results: [{ tables: [{ rows: expected }] }] })));
  });
  fc.assert(property);
});

test('a row that goes over the limit of bytes is finished, and none follows', () => {
  const answer = answerOf({ '[x]': ['aaaa', 'bbbb', 'cccc'] });
  const written = JSON.parse([...answerPieces(answer, false, 20)].join(''));
  const error = { code: 'ResultTooLarge', message: 'More than 20 bytes in a query result. The first 2 rows are here.' };
  expect(written).toEqual({
    results: [{ tables: [{ rows: [{ '[x]': 'aaaa' }, { '[x]': 'bbbb' }] }], error }],
    error,
  });
});

test('the limit counts bytes, not characters', () => {
  const answer = answerOf({ '[x]': ['€€€€', 'b'] });
  expect(JSON.parse([...answerPieces(answer, false, 20)].join('')).results[0].tables[0].rows).toHaveLength(1);
});

test('a long answer is written while it is read, and not before', async () => {
  const texts = Array.from({ length: 1000 }, (_, index) => `${index}`.padStart(1000, '.'));
  let written = 0;
  const values = new Proxy(texts, {
    get: (target, name) => {
      if (typeof name === 'string' && /^\d+$/.test(name)) written += 1;
      return Reflect.get(target, name);
    },
  });
  const { body } = answerResponse(answerOf({ '[x]': values }), false);
  if (body === null) throw new Error('no body');
  const reader = body.getReader();
  await reader.read();
  expect(written).toBeLessThan(300);
  await reader.cancel();
  expect(written).toBeLessThan(400);
  const whole = await answerResponse(answerOf({ '[x]': texts }), false).text();
  expect(JSON.parse(whole).results[0].tables[0].rows.map((row: { '[x]': string }) => row['[x]'])).toEqual(texts);
});
