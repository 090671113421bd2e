import type { ModelId, ModelVersionId, TenantId } from '../domain/ids.ts';
import { canonicalJson } from '../query/plan-key.ts';
import type { Answer } from '../query/question.ts';
import type { RestrictedPlan } from '../query/restrict.ts';

export type CachedAnswer = { readonly answer: Answer; readonly asOf: string };

export type ResultCache = {
  readonly get: (key: string) => CachedAnswer | undefined;
  readonly put: (key: string, value: CachedAnswer) => void;
  readonly size: () => { readonly answers: number; readonly bytes: number };
};

/**
 * Everything that an answer depends on: whose data, which version of it, what was asked, and which rules the caller
 * is under. Two askings share an answer only where all four are the same.
 */
export function resultKey(restricted: RestrictedPlan, versionId: ModelVersionId): string {
  const owner: { tenantId: TenantId; modelId: ModelId } = restricted;
  return canonicalJson([owner.tenantId, owner.modelId, versionId, restricted.securityFingerprint, restricted.plan]);
}

/** Answers in memory, the least recently used of them dropped when they take more than `limitBytes`. */
export function createResultCache(limitBytes: number): ResultCache {
  /** From the least to the most recently used. */
  const entries = new Map<string, { readonly value: CachedAnswer; readonly bytes: number }>();
  let total = 0;

  const drop = (key: string) => {
    total -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };

  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    put: (key, value) => {
      drop(key);
      const bytes = 2 * key.length + answerBytes(value.answer);
      // One answer never takes more than an eighth, so that it does not push out all the others.
      if (bytes > limitBytes / 8) return;
      entries.set(key, { value, bytes });
      total += bytes;
      for (const oldest of entries.keys()) {
        if (total <= limitBytes) break;
        drop(oldest);
      }
    },
    size: () => ({ answers: entries.size, bytes: total }),
  };
}

/** An estimate from above of what an answer takes in memory. */
export function answerBytes(answer: Answer): number {
  let bytes = 200;
  for (const column of answer.columns) {
    bytes += 200 + 2 * column.name.length;
    for (const value of column.values) bytes += typeof value === 'string' ? 32 + 2 * value.length : 16;
  }
  return bytes;
}
