import type { Finding } from './model-problem.ts';
import type { Relationship, Role, TablePermission, TabularModel } from './tabular-model.ts';
import { quoteName } from './tmdl-text.ts';
import { filterSteps } from './validate-relationships.ts';

/** Rules for roles: no row filter on a calculation group, and no hidden table in the middle of a chain (F-15). */
export function roleProblems(model: TabularModel): readonly Finding[] {
  return model.roles.flatMap((role) => role.tablePermissions.flatMap((part) => permissionProblems(model, role, part)));
}

function permissionProblems(model: TabularModel, role: Role, part: TablePermission): readonly Finding[] {
  const table = model.tables[part.table];
  const found: Finding[] = [];
  if (part.filterExpression !== undefined && table?.calculationGroup !== undefined)
    found.push({
      part,
      code: 'role-calculation-group',
      what: 'A calculation group has no rows that a role could filter.',
      todo: 'Remove the filter expression.',
    });
  const chain = part.metadataPermission === 'none' ? brokenChain(model, role, part.table) : undefined;
  if (chain !== undefined) {
    const [before, after] = chain.map((at) => quoteName(model.tables[at]?.name ?? ''));
    const what = `Filters pass from ${before} over this table to ${after}; hidden, it would break that chain.`;
    const todo = `Relate ${before} and ${after} directly, or hide one of them too.`;
    found.push({ part, code: 'role-breaks-chain', what, todo });
  }
  return found;
}

/** Two seen tables of which one filters the other over the hidden table and in no other way. */
function brokenChain(model: TabularModel, role: Role, hidden: number): readonly [number, number] | undefined {
  const unseen = new Set(
    role.tablePermissions.flatMap(({ table, metadataPermission }) => (metadataPermission === 'none' ? [table] : [])),
  );
  const active = model.relationships.filter(({ isActive }) => isActive);
  const steps = filterSteps(model.tables.length, active);
  const seen = (tables: readonly number[]): readonly number[] =>
    [...new Set(tables)].filter((table) => !unseen.has(table));
  const before = seen([...steps.keys()].filter((table) => steps[table]?.some(({ to }) => to === hidden)));
  const after = seen((steps[hidden] ?? []).map(({ to }) => to));
  const left = filterSteps(
    model.tables.length,
    active.filter((relationship) => !touches(relationship, unseen)),
  );
  for (const start of before) {
    const reached = reach(left, start);
    const end = after.find((table) => table !== start && !reached.has(table));
    if (end !== undefined) return [start, end];
  }
  return undefined;
}

function touches({ from, to }: Relationship, tables: ReadonlySet<number>): boolean {
  return tables.has(from.table) || tables.has(to.table);
}

function reach(steps: ReturnType<typeof filterSteps>, start: number): ReadonlySet<number> {
  const reached = new Set([start]);
  for (const table of reached) for (const { to } of steps[table] ?? []) reached.add(to);
  return reached;
}
