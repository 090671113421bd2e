import { columnValue, type Id, type JoinPair, type NewColumn, type Relation, type Value } from '../relation.ts';
import { type Attach, copyOf, type Frame, type IdMaker, newCopy, type Part, type Step } from './frame.ts';
import { supportOf } from './support.ts';

/** The own column with the value of an original; it is fetched from the frame outside where it is not there yet. */
export function resolveColumn(frame: Frame, original: Id): Id {
  if (frame.own.has(original)) return original;
  const known = frame.on.get(original);
  if (known !== undefined) return known;
  const { parent } = frame;
  if (parent === undefined) throw new Error(`Column ${original} is not in reach.`);
  resolveColumn(parent, original);
  const wanted = [...frame.on.keys(), original];
  const { relation, ids } = distinctOf(parent, wanted);
  const fetched = ids.get(original);
  if (fetched === undefined) throw new Error('A fetched column is missing.');
  const pairs = new Map([...frame.on].map(([outer]) => [outer, ids.get(outer) ?? outer]));
  frame.parts.push({ relation, on: new Map([...pairs, [original, fetched]]), groups: undefined });
  frame.on.set(original, fetched);
  frame.own.add(fetched);
  return fetched;
}

export const resolved = (frame: Frame, original: Id): Value =>
  columnValue(resolveColumn(frame, original), frame.ids.typeOf(original));

/** The different combinations of values of a frame's columns, under new ids by original. */
function distinctOf(frame: Frame, originals: readonly Id[]): { relation: Relation; ids: ReadonlyMap<Id, Id> } {
  const values = originals.map((original) => resolved(frame, original));
  const input = relationOf(frame);
  const ids = new Map(originals.map((original) => [original, copyOf(frame.ids, original)]));
  const columns = originals.map((original, index): NewColumn => {
    const value = values[index];
    const id = ids.get(original);
    if (value === undefined || id === undefined) throw new Error('A column is missing.');
    return { id, value };
  });
  return { relation: { kind: 'aggregate', input, keys: columns, aggregates: [] }, ids };
}

/**
 * The frame's rows with all that was computed for them. Where only rows count for which one of `wanted` is not blank,
 * rows that have nothing to compute from are left out; `undefined` keeps every row.
 */
export function relationOf(frame: Frame, wanted?: readonly Value[]): Relation {
  const drivers = wanted === undefined ? [] : driversOf(frame, wanted);
  const made = new Set(frame.steps.flatMap(madeBy));
  const isLate = drivers.some(({ on }) => [...on.keys()].some((outer) => made.has(outer)));
  const driven = isLate ? undefined : drivenRows(frame, drivers);
  if (driven !== undefined) takeOver(frame, driven.on);
  for (const step of frame.steps) resolveOuter(frame, step);
  const rows = driven === undefined ? joinParts(frame.parts, frame.ids) : withParts(frame, driven);
  const steps =
    driven?.isComplete === true ? frame.steps.filter((step) => !drivers.some((one) => one === step)) : frame.steps;
  // What depends on other steps cannot come before them; rows without it go when it comes.
  const late = isLate && drivers.length === 1 ? drivers[0] : undefined;
  return steps.reduce(
    (relation: Relation, step) => applyStep(frame, relation, step, step === late ? 'inner' : 'left'),
    rows,
  );
}

const madeBy = (step: Step): readonly Id[] => {
  if (step.kind === 'extend') return [step.column.id];
  return step.kind === 'attach' ? step.aggregates.map(({ id }) => id) : step.made;
};

function resolveOuter(frame: Frame, step: Step): void {
  if (step.kind !== 'extend') for (const outer of step.on.keys()) resolveColumn(frame, outer);
}

/** Keys that the frame's own rows do not have come from what drives them. */
function takeOver(frame: Frame, on: ReadonlyMap<Id, Id>): void {
  for (const [outer, own] of on) {
    if (frame.own.has(outer) || frame.on.has(outer)) continue;
    frame.on.set(outer, own);
    frame.own.add(own);
  }
}

/** Attached rows without which every wanted value is blank; none where that cannot be told. */
function driversOf(frame: Frame, wanted: readonly Value[]): readonly Attach[] {
  const definitions = new Map(
    frame.steps.flatMap((step) => (step.kind === 'extend' ? [[step.column.id, step.column.value] as const] : [])),
  );
  const needed = new Set<Id>();
  for (const value of wanted) {
    const support = supportOf(value, definitions, needed);
    if (support === undefined) return [];
    for (const id of support) needed.add(id);
  }
  const drivers = frame.steps.filter(
    (step): step is Attach => step.kind === 'attach' && step.aggregates.some(({ id }) => needed.has(id)),
  );
  const isCovered = [...needed].every((id) =>
    drivers.some(({ aggregates }) => aggregates.some((one) => one.id === id)),
  );
  return isCovered ? drivers : [];
}

/** Keys for which there is something to compute, with the values themselves where one relation has them all. */
type Driven = {
  readonly relation: Relation;
  readonly on: ReadonlyMap<Id, Id>;
  readonly under: unknown;
  readonly isComplete: boolean;
};

/** The one driver itself, or the keys of several that have keys alike; nothing where neither is so. */
function drivenRows({ ids }: Frame, drivers: readonly Attach[]): Driven | undefined {
  const [first, ...others] = drivers;
  if (first === undefined) return undefined;
  if (others.length === 0) return { relation: aggregated(first), on: first.on, under: first.under, isComplete: true };
  const outers = [...first.on.keys()];
  if (others.some(({ on }) => on.size !== outers.length || outers.some((outer) => !on.has(outer)))) return undefined;
  const columns = outers.map((outer) => {
    const id = copyOf(ids, first.on.get(outer) ?? outer);
    return { id, type: ids.typeOf(id) };
  });
  const inputs = drivers.map((driver) => ({
    relation: aggregated(driver),
    ids: outers.map((outer) => driver.on.get(outer) ?? outer),
  }));
  const keys = columns.map(({ id }) => newCopy(ids, id));
  const relation: Relation = { kind: 'aggregate', input: { kind: 'union', columns, inputs }, keys, aggregates: [] };
  const on = new Map(outers.map((outer, index) => [outer, keys[index]?.id ?? outer]));
  const under = others.every((one) => one.under === first.under) ? first.under : undefined;
  return { relation, on, under, isComplete: false };
}

/** The driven rows with the frame's own. Groups that they were made under need no look at the groups themselves. */
function withParts(frame: Frame, driven: Driven): Relation {
  const { ids } = frame;
  const isGrounded = ({ groups, on }: Part): boolean =>
    groups !== undefined &&
    groups.under === driven.under &&
    [...groups.ids, ...on.keys()].every((id) => driven.on.has(id));
  const copied = frame.parts
    .filter(isGrounded)
    .flatMap(({ groups, on }): [Id, Id][] => [
      ...(groups?.ids ?? []).map((id): [Id, Id] => [id, driven.on.get(id) ?? id]),
      ...[...on].map(([outer, own]): [Id, Id] => [own, driven.on.get(outer) ?? own]),
    ]);
  const missing = new Set(copied.map(([own]) => own));
  const left = joinParts(
    frame.parts.filter((part) => !isGrounded(part)),
    ids,
  );
  const pairs = [...driven.on].flatMap(([outer, right]): JoinPair[] => {
    const own = frame.own.has(outer) ? outer : frame.on.get(outer);
    if (own === undefined || own === right || missing.has(own)) return [];
    return [{ left: columnValue(own, ids.typeOf(own)), right, blankMatches: true }];
  });
  const rows: Relation =
    left.kind === 'unit' ? driven.relation : { kind: 'join', join: 'inner', left, right: driven.relation, on: pairs };
  const copies = copied.map(([id, of]): NewColumn => ({ id, value: columnValue(of, ids.typeOf(of)) }));
  return copies.length === 0 ? rows : { kind: 'extend', input: rows, columns: copies };
}

function joinParts(parts: readonly Part[], ids: IdMaker): Relation {
  const [first, ...rest] = parts;
  if (first === undefined) return { kind: 'unit' };
  const seen = new Map(first.on);
  let relation = first.relation;
  for (const part of rest) {
    const on = [...part.on].flatMap(([outer, right]): JoinPair[] => {
      const left = seen.get(outer);
      return left === undefined ? [] : [{ left: columnValue(left, ids.typeOf(left)), right, blankMatches: true }];
    });
    for (const [outer, own] of part.on) if (!seen.has(outer)) seen.set(outer, own);
    relation = { kind: 'join', join: 'inner', left: relation, right: part.relation, on };
  }
  return relation;
}

/** One relation for each step, so that it is one wherever it is read. */
const RELATIONS = new WeakMap<Attach, Relation>();

function aggregated(step: Attach): Relation {
  const { input, keys, aggregates } = step;
  const known = RELATIONS.get(step) ?? { kind: 'aggregate', input, keys, aggregates };
  RELATIONS.set(step, known);
  return known;
}

function applyStep(frame: Frame, left: Relation, step: Step, join: 'inner' | 'left'): Relation {
  if (step.kind === 'extend') return { kind: 'extend', input: left, columns: [step.column] };
  const on = [...step.on].map(
    ([outer, right]): JoinPair => ({ left: resolved(frame, outer), right, blankMatches: true }),
  );
  const [right, matching] = step.kind === 'attach' ? [aggregated(step), []] : [step.relation, step.matching];
  return { kind: 'join', join, left, right, on: [...on, ...matching], matchesOnce: true };
}
