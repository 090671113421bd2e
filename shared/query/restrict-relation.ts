import type { BoundMeasures, BoundScalar, Scope } from '../dax/bound.ts';
import { Fault } from '../domain/faults.ts';
import type { ColumnRef, TabularModel } from '../model/tabular-model.ts';
import { mapInputs } from './optimise/map-inputs.ts';
import { createFrame, type IdMaker, newCopy } from './planner/frame.ts';
import { relationOf } from './planner/frame-rows.ts';
import { type PlannedQuery, rootEnv } from './planner/plan-query.ts';
import type { Env } from './planner/planning.ts';
import { planScalar } from './planner/planning.ts';
import { AS_MODELLED, expansion, isActive } from './planner/relationship-paths.ts';
import { columnValue, filtered, type Id, type Relation, type SourceColumn, type Value } from './relation.ts';

/** What the caller's roles let them see of the rows. Who is bound by no role has no rules at all. */
export type RowRules = {
  /** Several roles add up; without any nothing is seen (F-03). */
  readonly roles: readonly RoleFilters[];
};

export type RoleFilters = { readonly filters: readonly TableFilter[] };

/** A condition over the columns of the table, which are the scope's columns in their order. */
export type TableFilter = { readonly table: number; readonly scope: Scope; readonly condition: BoundScalar };

declare const restricted: unique symbol;

/** A plan with the caller's rules in it: all that `emitQuery` takes, and only `restrictQuery` makes one. */
export type RestrictedQuery = PlannedQuery & { readonly [restricted]: true };

/** Puts the rules into every place where rows of a table are read. */
export function restrictQuery(model: TabularModel, query: PlannedQuery, rules: RowRules | undefined): RestrictedQuery {
  const relation = rules === undefined ? query.relation : restrictRelation(model, query.ids, query.relation, rules);
  const made: Omit<RestrictedQuery, typeof restricted> = { ...query, relation };
  return made as RestrictedQuery;
}

export function restrictRelation(model: TabularModel, ids: IdMaker, relation: Relation, rules: RowRules): Relation {
  const done = new Map<Relation, Relation>();
  const visit = (one: Relation): Relation => {
    const known = done.get(one);
    if (known !== undefined) return known;
    const made = one.kind === 'source' ? visibleRows(model, ids, one, rules) : mapInputs(one, visit);
    done.set(one, made);
    return made;
  };
  return visit(relation);
}

type Source = Extract<Relation, { kind: 'source' }>;
const NO_MEASURES: BoundMeasures = { measures: [], calculationGroups: [] };

/** The rows of one source that one of the roles shows. */
function visibleRows(model: TabularModel, ids: IdMaker, source: Source, { roles }: RowRules): Relation {
  refuseOtherPaths(model, source, roles);
  const effects = roles.map((role) => effectsOn(model, source.table, role));
  if (effects.some((effect) => effect.length === 0)) return source;
  const nothing: Value = { kind: 'constant', type: 'Boolean', value: false };
  if (effects.length === 0) return filtered(source, [nothing]);
  const columns: SourceColumn[] = [...source.columns];
  const rows: Relation = { ...source, columns };
  const paths = expansion(model, AS_MODELLED, source.table);
  const find = ({ table, column }: ColumnRef): Id => {
    const path = paths.get(table);
    if (path === undefined) throw new Error('A role filters a table that is not in the expansion.');
    const known = columns.find(
      (one) => one.table === table && one.column === column && one.path.join() === path.join(),
    );
    if (known !== undefined) return known.id;
    const declared = model.tables[table]?.columns[column]?.dataType ?? 'Unknown';
    const type = declared === 'Binary' || declared === 'Unknown' ? 'Variant' : declared;
    const id = ids.next(type, { table, column });
    columns.push({ id, path, table, column });
    frame.own.add(id);
    return id;
  };
  const root = rootEnv(model, NO_MEASURES, ids);
  const own = columns.map(({ id }) => id);
  const frame = createFrame(undefined, ids, [{ relation: rows, on: new Map(), groups: undefined }], own);
  const env: Env = { ...root, frame };
  const parts = effects.map((effect): Value => {
    const conditions = effect.map((one) => planEffect(model, env, one, find));
    return { kind: 'all', type: 'Boolean', parts: conditions };
  });
  return filtered(relationOf(frame), [{ kind: 'any', type: 'Boolean', parts }]);
}

/**
 * A row that is seen leads to rows that are seen by the relationships that roles go along, and by no others: what
 * USERELATIONSHIP leads to may be hidden, so that a table which a role restricts is not read that way (F-06).
 */
function refuseOtherPaths(model: TabularModel, { table, columns }: Source, roles: readonly RoleFilters[]): void {
  const modelled = expansion(model, AS_MODELLED, table);
  for (const { path, table: far } of columns) {
    if (path.length === 0 || modelled.get(far)?.join() === path.join()) continue;
    const passed = path.flatMap((step) => {
      const relationship = model.relationships[step];
      return relationship === undefined ? [] : [relationship.from.table, relationship.to.table];
    });
    const hiding = passed.filter((one) => one !== table);
    if (!hiding.some((one) => roles.some((role) => effectsOn(model, one, role).length > 0))) continue;
    const what = `A role restricts table '${model.tables[far]?.name ?? ''}', so that USERELATIONSHIP cannot be used towards it.`;
    throw new Fault('question-invalid', { what });
  }
}

/** What a role does to the rows of a table: filters of tables that it leads to, and key values that are left elsewhere. */
type Effect =
  | { readonly kind: 'filter'; readonly filter: TableFilter }
  | {
      readonly kind: 'keys';
      readonly role: RoleFilters;
      readonly from: ColumnRef;
      readonly to: ColumnRef;
    };

function effectsOn(
  model: TabularModel,
  table: number,
  role: RoleFilters,
  without: ReadonlySet<number> = new Set(),
): readonly Effect[] {
  const paths = expansion(model, AS_MODELLED, table, without);
  const own = role.filters
    .filter((filter) => paths.has(filter.table))
    .map((filter): Effect => ({ kind: 'filter', filter }));
  const taken = new Set([...without, ...[...paths.values()].flat()]);
  const keys = [...paths.keys()].flatMap((one) =>
    model.relationships.flatMap((relationship, index): readonly Effect[] => {
      if (taken.has(index) || !isActive(model, AS_MODELLED, index)) return [];
      const { from, to, toCardinality, securityFilter } = relationship;
      const isLimited = toCardinality === 'many';
      const hops = [
        ...(isLimited && from.table === one ? [{ from: to, to: from }] : []),
        ...(securityFilter === 'bothDirections' && to.table === one ? [{ from, to }] : []),
      ];
      return hops
        .filter((hop) => effectsOn(model, hop.from.table, role, new Set([...taken, index])).length > 0)
        .map((hop): Effect => ({ kind: 'keys', role, ...hop }));
    }),
  );
  return [...own, ...keys];
}

/**
 * A role names rows that may be seen; the row of blanks, which stands for anything without a row, is none of them, even
 * where the condition holds for blanks.
 */
function isRealRow(model: TabularModel, table: number, find: (column: ColumnRef) => Id): readonly Value[] {
  const key = model.relationships.find(({ to, toCardinality }) => to.table === table && toCardinality === 'one')?.to;
  if (key === undefined) return [];
  const id = find(key);
  const isBlank: Value = { kind: 'isBlank', type: 'Boolean', value: columnValue(id, 'Variant') };
  return [{ kind: 'isNotTrue', type: 'Boolean', part: isBlank }];
}

function planEffect(model: TabularModel, env: Env, effect: Effect, find: (column: ColumnRef) => Id): Value {
  if (effect.kind === 'filter') {
    const { table, scope, condition } = effect.filter;
    const columns = (model.tables[table]?.columns ?? []).map((_, column): ColumnRef => ({ table, column }));
    // Columns that the condition does not name are not read.
    const ids: Id[] = [];
    for (const [column, ref] of columns.entries()) {
      Object.defineProperty(ids, column, { enumerable: true, get: () => find(ref) });
    }
    const base = { table, column: (column: ColumnRef) => find(column) };
    const binding = { frame: env.frame, ids, lineage: columns, base };
    const allowed = planScalar(condition, { ...env, scopes: new Map([[scope, binding]]), pending: [scope] });
    return { kind: 'all', type: 'Boolean', parts: [allowed, ...isRealRow(model, table, find)] };
  }
  const declared = model.tables[effect.from.table]?.columns[effect.from.column]?.dataType ?? 'Unknown';
  const type = declared === 'Binary' || declared === 'Unknown' ? 'Variant' : declared;
  const id = env.plan.ids.next(type, effect.from);
  const column: SourceColumn = { id, path: [], ...effect.from };
  const source: Relation = { kind: 'source', table: effect.from.table, withBlankRow: false, columns: [column] };
  const rows = visibleRows(model, env.plan.ids, source, { roles: [effect.role] });
  const key = newCopy(env.plan.ids, id);
  const mark = env.plan.ids.next('Boolean');
  const distinct: Relation = { kind: 'aggregate', input: rows, keys: [key], aggregates: [] };
  const marked: Relation = {
    kind: 'extend',
    input: distinct,
    columns: [{ id: mark, value: { kind: 'constant', type: 'Boolean', value: true } }],
  };
  const own = find(effect.to);
  env.frame.steps.push({
    kind: 'lookUp',
    relation: marked,
    on: new Map(),
    matching: [{ left: columnValue(own, env.plan.ids.typeOf(own)), right: key.id, blankMatches: false }],
    made: [mark],
  });
  env.frame.own.add(mark);
  return {
    kind: 'isNotTrue',
    type: 'Boolean',
    part: { kind: 'isBlank', type: 'Boolean', value: columnValue(mark, 'Boolean') },
  };
}
