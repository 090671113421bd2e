import type { ReadGrant } from '../domain/grants.ts';
import type { SemanticModel } from '../model/semantic-model.ts';
import { nodesWithin, type Predicate, type ValueNode } from './plan.ts';
import { canonicalJson } from './plan-key.ts';

/** What one caller may not see of one model: the effect of the model's roles, already evaluated for the caller. */
export type SecurityRules = {
  /** Rows of the table are seen where the predicate holds. Several of one table must all hold. */
  readonly rowFilters: readonly RowFilter[];
  /** To the caller these do not exist: asking for one answers as for a name that was never there. */
  readonly hiddenFields: readonly HiddenField[];
};

export type RowFilter = { readonly table: number; readonly predicate: Predicate };

export type HiddenField =
  | { readonly kind: 'table'; readonly table: number }
  | { readonly kind: 'column'; readonly table: number; readonly column: number };

/** The rules that the model's roles put on the caller. A model cannot define roles yet, so there are none. */
export function securityRules(_grant: ReadGrant, _model: SemanticModel): SecurityRules {
  return NO_RULES;
}

export const NO_RULES: SecurityRules = Object.freeze({ rowFilters: [], hiddenFields: [] });

export function isTableHidden(rules: SecurityRules, table: number): boolean {
  return rules.hiddenFields.some((field) => field.kind === 'table' && field.table === table);
}

/** True for a hidden column and for any column of a hidden table. */
export function isColumnHidden(rules: SecurityRules, table: number, column: number): boolean {
  return (
    isTableHidden(rules, table) ||
    rules.hiddenFields.some((field) => field.kind === 'column' && field.table === table && field.column === column)
  );
}

/** True where the value reads a hidden column, however deep: such a measure is hidden itself. */
export function readsHidden(rules: SecurityRules, value: ValueNode): boolean {
  return nodesWithin(value).some((node) => node.kind === 'column' && isColumnHidden(rules, node.table, node.column));
}

/**
 * The rules as text: equal rules give equal text whatever their order, and every value that a filter used is in it.
 * It is part of the key of every cached answer.
 */
export function securityFingerprint(rules: SecurityRules): string {
  const sorted = (parts: readonly unknown[]) => [...new Set(parts.map(canonicalJson))].sort();
  return canonicalJson({ rows: sorted(rules.rowFilters), hidden: sorted(rules.hiddenFields) });
}
