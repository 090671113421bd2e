import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareEngine, type EngineReply, naiveReply } from './compare-engine.ts';
import { describeCase, randomCase } from './random-case.ts';
import { sameRows } from './same-rows.ts';

test('random queries bind and are covered, and most of them answer with rows', () => {
  const replies: EngineReply[] = [];
  fc.assert(
    fc.property(randomCase(), (each) => {
      const reply = naiveReply(each);
      if (reply.kind === 'notSupported') throw new Error(`${describeCase(each)}\n${reply.why}`);
      replies.push(reply);
    }),
    { numRuns: 300 },
  );
  const withRows = replies.filter((reply) => reply.kind === 'rows' && reply.rows.length > 0);
  expect(withRows.length).toBeGreaterThan(replies.length * 0.7);
});

test('somebody in no role of a model with roles sees no row of any table (F-03)', () => {
  fc.assert(
    fc.property(randomCase(), (each) => {
      fc.pre(each.model.roles.length > 0);
      const nobody = {
        ...each,
        asker: { ...each.asker, roles: [] },
        dax: 'EVALUATE ROW("a", COUNTROWS(ALL(Sales)), "b", COUNTROWS(VALUES(Product)))',
      };
      expect(naiveReply(nobody)).toEqual({ kind: 'rows', rows: [[null, null]] });
    }),
    { numRuns: 50 },
  );
});

test('rows are the same in any order, within the last digits, and not otherwise', () => {
  const rows = [
    [1, 'a'],
    [0.1 + 0.2, null],
  ];
  expect(
    sameRows(rows, [
      [0.3, null],
      [1, 'A'],
    ]),
  ).toBe(true);
  expect(
    sameRows(rows, [
      [0.3, null],
      [1, null],
    ]),
  ).toBe(false);
  expect(
    sameRows(rows, [
      [0.3, null],
      [0.3, null],
    ]),
  ).toBe(false);
  expect(sameRows([[0], [0]], [[0]])).toBe(false);
  expect(sameRows([[null]], [[0]])).toBe(false);
});

test('a comparison finds an engine that leaves rows out, and tells the case', async () => {
  const lossy = async () => ({
    ask: async (): Promise<EngineReply> => ({ kind: 'rows', rows: [] }),
    close: async () => {},
  });
  await expect(compareEngine(lossy, { runs: 50, seed: 1 })).rejects.toThrow(/expected \[/);
});
