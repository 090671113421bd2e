import type { ReadGrant } from '../domain/grants.ts';
import type { ModelId, TenantId } from '../domain/ids.ts';
import { deepFreeze, nodesOfPlan, type Plan } from './plan.ts';
import type { ResolvedQuestion } from './resolve-question.ts';
import { isColumnHidden, isTableHidden, type SecurityRules, securityFingerprint } from './security-rules.ts';

declare const restricted: unique symbol;

/**
 * A plan with the caller's rules in it. Only `restrict` makes one and it is all that `emit` takes, so that rules
 * cannot be forgotten. It is for the model of the grant and no other.
 */
export type RestrictedPlan = {
  readonly [restricted]: true;
  readonly tenantId: TenantId;
  readonly modelId: ModelId;
  readonly plan: Plan;
  readonly securityFingerprint: string;
};

/** Adds the row filters of the plan's table, and makes sure that nothing hidden is read. */
export function restrict(resolved: ResolvedQuestion, grant: ReadGrant, rules: SecurityRules): RestrictedPlan {
  const { plan } = resolved;
  const readsHidden = nodesOfPlan(plan).some(
    (node) => node.kind === 'column' && isColumnHidden(rules, node.table, node.column),
  );
  // `resolveQuestion` was given the rules and refused such names as unknown: getting here with one is our bug.
  if (readsHidden || isTableHidden(rules, plan.table)) throw new Error('A plan reads what its caller may not see.');
  const rowFilters = rules.rowFilters.filter((filter) => filter.table === plan.table).map((filter) => filter.predicate);
  const made: Omit<RestrictedPlan, typeof restricted> = {
    tenantId: grant.tenantId,
    modelId: grant.modelId,
    plan: { ...plan, where: [...rowFilters, ...plan.where] },
    securityFingerprint: securityFingerprint(rules),
  };
  return deepFreeze(made as RestrictedPlan);
}
