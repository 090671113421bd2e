import { expect, test } from 'vitest';
import { openWorld } from './dax/dax-world.ts';
import { compareEngine, type EngineReply, type OpenEngine } from './naive/compare-engine.ts';
import type { Asker } from './naive/environment.ts';
import { loadRandomModel } from './naive/load-duckdb.ts';
import type { RandomModel } from './naive/random-model.ts';
import { cellOf } from './naive/value.ts';

const RUNS = 150;

/** Planner and DuckDB over the rows of a random model. */
const planner: OpenEngine = async (loaded) => {
  const world = await openWorld(loaded.model, (connection) => loadRandomModel(connection, loaded));
  return {
    ask: async (dax, asker): Promise<EngineReply> => {
      if (isUndecided(loaded, asker)) return { kind: 'notSupported', why: 'undecided' };
      try {
        const { rows } = await world.ask(dax, asksAs(loaded, asker));
        return { kind: 'rows', rows: rows.map((row) => row.map(cellOf)) };
      } catch (error) {
        // Measures that nest deeply can make SQL that is too deep for the engine.
        if (/Max expression depth/.test(String(error))) return { kind: 'notSupported', why: 'too deep' };
        throw error;
      }
    },
    close: async () => world.close(),
  };
};

/**
 * Not decided, for want of a source: whether a fact whose key has no row belongs to the blank group of a table that a
 * role restricts from the many side, whose own blank row the role hides.
 */
function isUndecided({ model, data }: RandomModel, { roles }: Asker): boolean {
  if (roles === undefined || model.roles.length === 0) return false;
  return model.relationships.some(({ from, to, securityFilter }) => {
    if (securityFilter !== 'bothDirections') return false;
    const keys = new Set((data[to.table] ?? []).map((row) => row[to.column]));
    return (data[from.table] ?? []).some((row) => !keys.has(row[from.column] ?? null));
  });
}

function asksAs({ model }: RandomModel, { name, roles }: Asker) {
  return roles === undefined ? {} : { user: name, roles: roles.map((place) => model.roles[place]?.name ?? '') };
}

test('random queries over random models under random roles give the rows of the naive evaluator', async () => {
  const { compared } = await compareEngine(planner, { runs: RUNS });
  expect(compared).toBeGreaterThan(0.8 * RUNS);
}, 120_000);
