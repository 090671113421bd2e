import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { translateFailure } from '../../shared/adapters/duckdb/engine-failure.ts';
import { hasCode } from '../../shared/domain/faults.ts';

async function failureOf(sql: string): Promise<unknown> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(sql);
    return undefined;
  } catch (cause) {
    return translateFailure(cause);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

describe('what the engine says', () => {
  test.each(['A plain sentence.', `it's "quoted"`, "ends with '", 'two\nlines', "' to INT64", ''])(
    'of an error of ours is its message: %j',
    async (message) => {
      const failure = await failureOf(`SELECT CAST(${literal(`!dax ${message}`)} AS BIGINT)`);
      if (!hasCode(failure, 'query-failed')) throw new Error(String(failure));
      expect(failure.detail.problems).toEqual([{ code: 'evaluation-failed', message }]);
    },
  );

  test.each([
    "SELECT CAST('Contoso Hospital' AS BIGINT)",
    "SELECT CAST('Contoso Hospital !dax x' AS DATE)",
    "SELECT 9223372036854775807::BIGINT + length('Contoso Hospital')",
  ])('of a cell is not told: %s', async (sql) => {
    const failure = await failureOf(sql);
    if (!hasCode(failure, 'question-invalid')) throw new Error(String(failure));
    expect(failure.detail.what).not.toMatch(/Contoso|!dax|INT|LINE/);
  });

  test('of our own mistakes is logged by its kind alone', async () => {
    const failure = await failureOf("SELECT nothing_like_this('Contoso Hospital')");
    expect(failure).toBeInstanceOf(Error);
    expect(hasCode(failure, 'question-invalid')).toBe(false);
    expect(String(failure)).toBe('Error: the engine failed: Catalog Error');
  });
});
