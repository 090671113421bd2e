import { expect, test } from 'vitest';
import { withReplicatedFiles, withReplicatedResults } from '../../../functions/presentation/replicated-files.ts';
import type { TileCache, TileResult } from '../../../shared/dashboard/ports.ts';
import { type ModelVersionId, newId, type TenantId, type TileId } from '../../../shared/domain/ids.ts';
import type { ModelFiles } from '../../../shared/engine/ports.ts';

const OURS = newId<TenantId>();
const THEIRS = newId<TenantId>();
const blobOf = (tenantId: TenantId) => `${tenantId}/model/version.duckdb`;
const tile = newId<TileId>();
const result: TileResult = { answer: { columns: [], rowCount: 0, isPartial: false }, asOf: '2026-01-01T00:00:00.000Z' };

/** Stores that write down what they are asked. */
function stores(name: string, log: string[]): ModelFiles & TileCache {
  const note = (what: string, blob: string) => void log.push(`${name} ${what} ${blob}`);
  return {
    open: async (_version, blobName) => {
      note('open', blobName);
      return { path: name, release: async () => undefined };
    },
    get: async (blobName) => {
      note('get', blobName);
      return undefined;
    },
    put: async (blobName) => note('put', blobName),
  };
}

test('Z-04: files and results of another cluster’s tenants come from the copy, and nothing is put into it', async () => {
  const log: string[] = [];
  const [own, copies] = [stores('own', log), new Map([[THEIRS, stores('copy', log)]])];
  const files = withReplicatedFiles(own, copies);
  const results = withReplicatedResults(own, copies);
  for (const tenantId of [OURS, THEIRS]) {
    await files.open(newId<ModelVersionId>(), blobOf(tenantId));
    await results.get(blobOf(tenantId), tile, 'key');
    await results.put(blobOf(tenantId), tile, 'key', result);
  }
  const at = (name: string, tenantId: TenantId, ...calls: string[]) =>
    calls.map((call) => `${name} ${call} ${blobOf(tenantId)}`);
  expect(log).toEqual([...at('own', OURS, 'open', 'get', 'put'), ...at('copy', THEIRS, 'open', 'get')]);
});
