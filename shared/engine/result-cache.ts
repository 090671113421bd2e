import type { ModelId, ModelVersionId, TenantId } from '../domain/ids.ts';
import { canonicalJson } from '../query/plan-key.ts';
import type { Answer } from '../query/question.ts';
import type { RestrictedPlan } from '../query/restrict.ts';
import { type BoundedMemory, cellBytes, createBoundedMemory } from './bounded-memory.ts';

export type CachedAnswer = { readonly answer: Answer; readonly asOf: string };

export type ResultCache = BoundedMemory<CachedAnswer>;

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
  return createBoundedMemory(limitBytes, ({ answer }) => answerBytes(answer));
}

/** An estimate from above of what an answer takes in memory. */
export function answerBytes(answer: Answer): number {
  return answer.columns.reduce((sum, { name, values }) => sum + 200 + 2 * name.length + cellBytes(values), 200);
}
