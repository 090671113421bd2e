import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQueryWorld, type QueryWorld } from '../functions/presentation/execute-queries-world.ts';
import { differences, readContract } from './reference.ts';

const contract = readContract();
let world: QueryWorld;
beforeAll(async () => {
  world = await openQueryWorld();
});
afterAll(() => world.close());

/** Rows have names of their own, which no contract knows. */
const ROW = /\.rows\[\d+\]\.[^:]+: not in the contract$/;

describe.skipIf(contract === undefined)(
  `answers of executeQueries${contract === undefined ? ' (skipped: the contract is not at hand)' : ''}`,
  () => {
    test.each([
      ['of a table', 'EVALUATE Sales'],
      ['of no rows', 'EVALUATE FILTER ( Sales, FALSE () )'],
      ['of several tables', 'EVALUATE Sales EVALUATE Store'],
      ['of too many rows', 'EVALUATE GENERATESERIES ( 1, 100001 )'],
    ])('%s have the shape of the contract', async (_, dax) => {
      const { status, text } = await world.send(dax, { includeNulls: true });
      const schema = { $ref: '#/definitions/DatasetExecuteQueriesResponse' };
      const found = differences(contract ?? { paths: {}, definitions: {} }, schema, JSON.parse(text));
      expect([status, found.filter((line) => !ROW.test(line))]).toEqual([200, []]);
    });

    test('that are refusals have the members of an error, and the details beside them', async () => {
      const { text } = await world.send('EVALUATE Nothing');
      const schema = { $ref: '#/definitions/DatasetExecuteQueriesResponse' };
      const found = differences(contract ?? { paths: {}, definitions: {} }, schema, JSON.parse(text));
      expect(found).toEqual(['$.error.requestId: not in the contract', '$.error.pbi.error: not in the contract']);
    });
  },
);
