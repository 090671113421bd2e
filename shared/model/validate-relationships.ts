import type { Finding } from './model-problem.ts';
import type { ColumnRef, ColumnType, Relationship, TabularModel } from './tabular-model.ts';
import { quoteName } from './tmdl-text.ts';

/** Rules for relationships: what their ends are, and that filters have one way from table to table. */
export function relationshipProblems(model: TabularModel): readonly Finding[] {
  const ends = model.relationships.flatMap((relationship) => endProblems(model, relationship));
  const active = model.relationships.filter(({ isActive }) => isActive);
  const cycles = cycleProblems(model, active);
  const inCycle = new Set(cycles.map(({ part }) => part));
  const rest = active.filter((relationship) => !inCycle.has(relationship));
  return [...ends, ...cycles, ...ambiguities(model, rest)];
}

/** Types whose values can be equal. */
const FAMILIES: Readonly<Record<ColumnType, string>> = {
  Int64: 'number',
  Double: 'number',
  Decimal: 'number',
  String: 'text',
  Boolean: 'boolean',
  DateTime: 'date',
  Binary: 'binary',
  Unknown: '',
};

function endProblems(model: TabularModel, part: Relationship): readonly Finding[] {
  const [from, to] = [part.from, part.to].map(({ table, column }) => model.tables[table]?.columns[column]?.dataType);
  const [left, right] = [FAMILIES[from ?? 'Unknown'], FAMILIES[to ?? 'Unknown']];
  const said = { part, code: 'relationship-types' } as const;
  if (part.from.table === part.to.table)
    return [{ ...said, what: 'Both ends are in one table.', todo: 'Relate two tables.' }];
  if (left === 'binary' || right === 'binary')
    return [{ ...said, what: 'A binary column cannot be related.', todo: 'Relate columns of another type.' }];
  if (left === right || left === '' || right === '') return [];
  const what = `${columnWords(model, part.from)} is ${from}, ${columnWords(model, part.to)} is ${to}.`;
  return [{ ...said, what, todo: 'Give both columns the same type.' }];
}

function columnWords({ tables }: TabularModel, { table, column }: ColumnRef): string {
  return `${tableWords(tables[table]?.name)}[${tables[table]?.columns[column]?.name}]`;
}

const tableWords = (name = ''): string => quoteName(name);

const isBoth = ({ crossFilter }: Relationship): boolean => crossFilter === 'bothDirections';

/** Relationships that filter both ways and close a ring. */
function cycleProblems(model: TabularModel, active: readonly Relationship[]): readonly Finding[] {
  const leader = model.tables.map((_, index) => index);
  const lead = (table: number): number => {
    let at = table;
    while (leader[at] !== at) at = leader[at] ?? at;
    return at;
  };
  return active.filter(isBoth).flatMap((part): readonly Finding[] => {
    const [from, to] = [lead(part.from.table), lead(part.to.table)];
    if (part.from.table === part.to.table) return [];
    if (from !== to) {
      leader[from] = to;
      return [];
    }
    const what = `${between(model, part)}: relationships that filter in both directions form a ring.`;
    return [
      { part, code: 'relationship-cycle', what, todo: 'Let one of them filter in one direction, or make it inactive.' },
    ];
  });
}

function between({ tables }: TabularModel, { from, to }: Relationship): string {
  return `${tableWords(tables[from.table]?.name)} and ${tableWords(tables[to.table]?.name)}`;
}

type Step = { readonly to: number; readonly relationship: Relationship };

/** For each table, the tables that its filters reach in one step. */
export function filterSteps(tableCount: number, active: readonly Relationship[]): readonly (readonly Step[])[] {
  const steps: Step[][] = Array.from({ length: tableCount }, () => []);
  for (const relationship of active) {
    const { from, to } = relationship;
    if (from.table === to.table) continue;
    steps[to.table]?.push({ to: from.table, relationship });
    if (isBoth(relationship)) steps[from.table]?.push({ to: to.table, relationship });
  }
  return steps;
}

/** Relationships by which a filter reaches a table a second time. */
function ambiguities(model: TabularModel, active: readonly Relationship[]): readonly Finding[] {
  const steps = filterSteps(model.tables.length, active);
  const found = new Map<Relationship, Finding>();
  for (const start of model.tables.keys())
    for (const { to, relationship } of secondWays(steps, start, found))
      found.set(relationship, ambiguity(model, relationship, [start, to]));
  return [...found.values()];
}

/** Steps from a table, over any number of others, to one that was reached already; without those known before. */
function secondWays(
  steps: ReturnType<typeof filterSteps>,
  start: number,
  known: ReadonlyMap<Relationship, unknown>,
): readonly Step[] {
  const second: Step[] = [];
  const reached = new Set([start]);
  const open: { readonly to: number; readonly relationship?: Relationship }[] = [{ to: start }];
  for (const here of open)
    for (const step of steps[here.to] ?? []) {
      const { to, relationship } = step;
      if (relationship === here.relationship || known.has(relationship)) continue;
      (reached.has(to) ? second : open).push(step);
      reached.add(to);
    }
  return second;
}

function ambiguity(model: TabularModel, part: Relationship, [start, end]: readonly [number, number]): Finding {
  const [first, last] = [start, end].map((table) => tableWords(model.tables[table]?.name));
  const what =
    start === end
      ? `Filters of ${first} come back to it by a second way.`
      : `Filters of ${first} reach ${last} by more than one way.`;
  return { part, code: 'relationship-ambiguous', what, todo: 'Make one of the relationships on the way inactive.' };
}
