import type { ApiPolicy } from '../../shared/routing/gateway-policies-schema.ts';
import { quoted } from './csharp.ts';

/** A branch of the policy document: requests that the condition holds for belong to this API. */
export type PolicyBranch = { readonly condition: string; readonly api: ApiPolicy };

/**
 * API Management takes the first branch that fits: exact paths come first, then prefixes from the longest on. An API has
 * more than one branch where a pattern of another API comes between its own.
 */
export function policyBranches(apis: readonly ApiPolicy[]): readonly PolicyBranch[] {
  const patterns = apis
    .flatMap((api) => api.patterns.map((pattern) => ({ api, pattern })))
    .toSorted((one, other) => fixed(other.pattern) - fixed(one.pattern));
  const groups: { readonly api: ApiPolicy; readonly tests: string[] }[] = [];
  for (const { api, pattern } of patterns) {
    const last = groups.at(-1);
    if (last?.api === api) last.tests.push(pathTest(pattern));
    else groups.push({ api, tests: [pathTest(pattern)] });
  }
  return groups.map(({ api, tests }) => ({ api, condition: `@(${tests.join(' || ')})` }));
}

function fixed(pattern: string): number {
  return pattern.endsWith('*') ? pattern.length : Number.MAX_SAFE_INTEGER;
}

function pathTest(pattern: string): string {
  const path = 'context.Request.OriginalUrl.Path';
  return pattern.endsWith('*')
    ? `${path}.StartsWith(${quoted(pattern.slice(0, -1))}, StringComparison.OrdinalIgnoreCase)`
    : `${path}.Equals(${quoted(pattern)}, StringComparison.OrdinalIgnoreCase)`;
}
