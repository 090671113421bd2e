import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { bindParameters } from '../../shared/adapters/duckdb/engine-parameters.ts';
import { indexModel } from '../../shared/dax/bind/model-index.ts';
import { type CompileModel, compileDax } from '../../shared/query/compile-dax.ts';
import { type Asker, valuesFor } from '../../shared/query/emit/asker.ts';
import { duckdbQueries } from '../../shared/query/emit/duckdb-relations.ts';
import type { EmittedAnswer } from '../../shared/query/emit/emit-query.ts';
import { UNBOUND } from '../../shared/query/model-security.ts';
import { physicalFacts } from '../../shared/query/physical-facts.ts';
import type { Bench } from './bench.ts';
import { withDatabase } from './sales-model.ts';
import { makeStar, STAR_ROWS, starModel } from './star-model.ts';
import { STAR_QUESTIONS } from './star-questions.ts';
import { geometricMean, median, timed } from './statistics.ts';

const SALES = 10_000_000;
const RUNS = 5;
const COMPILES = 100;
const ASKER: Asker = { name: '', objectId: '', customData: undefined, culture: 'en-US', now: '2024-12-31T00:00:00' };

/**
 * Twelve typical questions in DAX over ten million sales, against the best SQL that we could write by hand over the
 * same tables in the same run: compiled, run and read, without roles in between.
 */
export const dax: Bench = async (context) => {
  const counts = STAR_ROWS(SALES);
  const tabular = starModel();
  const model: CompileModel = {
    index: indexModel(tabular),
    facts: physicalFacts(tabular, { blankRowTables: [], rowCounts: counts }),
  };
  const compiles: number[] = [];
  const results = await withDatabase(join(context.folder, 'star.duckdb'), async (connection) => {
    context.say('a star of ten million sales');
    await makeStar(connection, SALES);
    await connection.run('CHECKPOINT');
    const measured: {
      readonly name: string;
      readonly ours: number;
      readonly byHand: number;
      readonly ratio: number;
    }[] = [];
    for (const { name, dax: text, sql } of STAR_QUESTIONS) {
      context.say(name);
      for (let index = 0; index < COMPILES; index += 1) {
        const startedAt = performance.now();
        compiled(model, text);
        compiles.push(performance.now() - startedAt);
      }
      const pairs: { readonly ours: number; readonly byHand: number }[] = [];
      for (let run = 0; run <= RUNS; run += 1) {
        const ours = await timed(() => answer(connection, compiled(model, text)));
        const byHand = await timed(async () => (await connection.runAndReadAll(sql)).getRowsJson());
        // The first of each is the warm-up.
        if (run > 0) pairs.push({ ours, byHand });
      }
      measured.push({
        name,
        ours: median(pairs.map((pair) => pair.ours)),
        byHand: median(pairs.map((pair) => pair.byHand)),
        ratio: median(pairs.map((pair) => pair.ours / pair.byHand)),
      });
    }
    return measured;
  });
  return [
    ...results.map(({ name, ours, byHand, ratio }) => ({
      what: name,
      figure: ratio,
      unit: 'x',
      limit: 2,
      note: `${ours.toFixed(0)} ms, by hand ${byHand.toFixed(0)} ms`,
    })),
    {
      what: 'against SQL written by hand, geometric mean',
      figure: geometricMean(results.map(({ ratio }) => ratio)),
      unit: 'x',
      limit: 1.2,
      note: `median of ${RUNS} pairs each`,
    },
    { what: 'from text to SQL, median', figure: median(compiles), unit: 'ms', limit: 2 },
  ];
};

function compiled(model: CompileModel, text: string): EmittedAnswer {
  const made = compileDax(model, text, UNBOUND, duckdbQueries, { limit: 100_000 });
  const statement = made.kind === 'compiled' ? made.tables[0]?.statement : undefined;
  if (statement === undefined) throw new Error(`This does not compile: ${text}`);
  return statement;
}

async function answer(connection: DuckDBConnection, { sql, parameters }: EmittedAnswer): Promise<void> {
  const { values, types } = bindParameters(valuesFor(parameters, ASKER));
  await connection.runAndReadAll(sql, values, types);
}
