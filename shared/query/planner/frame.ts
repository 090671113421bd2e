import type { DaxType } from '../../dax/bound.ts';
import { Fault } from '../../domain/faults.ts';
import type { ColumnRef } from '../../model/tabular-model.ts';
import {
  type Aggregate,
  columnValue,
  type Id,
  type JoinPair,
  type NewColumn,
  type Relation,
  type Value,
} from '../relation.ts';

/**
 * The rows for which something is being computed: one row for a whole query, the groups of a visual, or the rows of
 * a table that is iterated. What is computed for each row is a relation keyed by what it depends on, and is joined
 * to the rows here (`attach`). A frame is filled while its expressions are planned, and read once by `relationOf`.
 *
 * An *original* is a column of a frame further out that something in here depends on. `on` says which own column
 * holds its value.
 */
export type Frame = {
  readonly parent: Frame | undefined;
  readonly ids: IdMaker;
  readonly on: Map<Id, Id>;
  /** Independent parts of the rows: every row of one with every row of the others. */
  readonly parts: Part[];
  /** Columns of the frame's own rows. */
  readonly own: Set<Id>;
  readonly steps: Step[];
};

export type Part = {
  readonly relation: Relation;
  readonly on: ReadonlyMap<Id, Id>;
  /** Set where the rows are groups of a visual: the group columns, and the context that the groups filter. */
  readonly groups: { readonly ids: readonly Id[]; readonly under: unknown } | undefined;
};

/** Something computed: by a value of the row, or a relation that has at most one row for each row here. */
export type Step =
  | { readonly kind: 'extend'; readonly column: NewColumn }
  | {
      readonly kind: 'attach';
      readonly input: Relation;
      readonly keys: readonly NewColumn[];
      readonly on: ReadonlyMap<Id, Id>;
      /** Grows while more is found that can be computed from the same rows. */
      readonly aggregates: Aggregate[];
      /** What the rows were made under: with the same as the frame's groups, its keys are groups that exist. */
      readonly under: unknown;
    }
  /** Rows of a relation, unique in `on` and `matching`, with a mark. */
  | {
      readonly kind: 'lookUp';
      readonly relation: Relation;
      readonly on: ReadonlyMap<Id, Id>;
      readonly matching: readonly JoinPair[];
      /** The columns that it adds. */
      readonly made: readonly Id[];
    };
export type Attach = Extract<Step, { kind: 'attach' }>;

/** Makes ids; each has a type, and the column of the model whose values it holds, if it does. */
export type IdMaker = {
  readonly next: (type: DaxType, lineage?: ColumnRef) => Id;
  readonly typeOf: (id: Id) => DaxType;
  readonly lineageOf: (id: Id) => ColumnRef | undefined;
};

/** A row context: where the columns of a scope are found. */
export type RowBinding = {
  readonly frame: Frame;
  readonly ids: readonly Id[];
  readonly lineage: readonly (ColumnRef | undefined)[];
  readonly base: BaseRows | undefined;
};

/** The rows of a table of the model, with every column of its expansion on demand. */
export type BaseRows = { readonly table: number; readonly column: (column: ColumnRef) => Id | undefined };

/** Measures that use another twice, and so on, would make a plan without end. */
const MOST_COLUMNS = 30_000;

export function createIds(): IdMaker {
  const made: { readonly type: DaxType; readonly lineage: ColumnRef | undefined }[] = [];
  const of = (id: Id) => {
    const known = made[id];
    if (known === undefined) throw new Error(`Column ${id} was never made.`);
    return known;
  };
  return {
    next: (type, lineage) => {
      if (made.length >= MOST_COLUMNS) {
        throw new Fault('question-invalid', {
          what: 'The query is too complex: its measures use each other too often.',
        });
      }
      return made.push({ type, lineage }) - 1;
    },
    typeOf: (id) => of(id).type,
    lineageOf: (id) => of(id).lineage,
  };
}

/** The column under a new id. */
export const newCopy = (ids: IdMaker, id: Id): NewColumn => ({
  id: copyOf(ids, id),
  value: columnValue(id, ids.typeOf(id)),
});

/** A new id for the same values. */
export const copyOf = (ids: IdMaker, id: Id): Id => ids.next(ids.typeOf(id), ids.lineageOf(id));

export function createFrame(parent: Frame | undefined, ids: IdMaker, parts: readonly Part[], own: Iterable<Id>): Frame {
  return {
    parent,
    ids,
    parts: [...parts],
    own: new Set(own),
    on: new Map(parts.flatMap(({ on }) => [...on])),
    steps: [],
  };
}

const IN_PLACE: ReadonlySet<Value['kind']> = new Set(['column', 'constant', 'blank', 'caller', 'moment']);

/** The value as a column of the frame's rows, or as what is the same everywhere. */
export function extendFrame(frame: Frame, value: Value): Value {
  if (IN_PLACE.has(value.kind)) return value;
  const id = frame.ids.next(value.type);
  frame.steps.push({ kind: 'extend', column: { id, value } });
  frame.own.add(id);
  return columnValue(id, value.type);
}

/** Aggregates of rows that depend on the columns outside in `on`. Rows that were attached before are shared. */
export function attachAggregates(
  frame: Frame,
  rows: { readonly relation: Relation; readonly on: ReadonlyMap<Id, Id>; readonly under?: unknown },
  aggregates: readonly Aggregate[],
): void {
  const shared = frame.steps.find((step) => step.kind === 'attach' && step.input === rows.relation);
  if (shared?.kind === 'attach') shared.aggregates.push(...aggregates);
  else {
    const { ids } = frame;
    const keyed = [...rows.on].map(([outer, own]) => ({ outer, key: newCopy(ids, own) }));
    const on = new Map(keyed.map(({ outer, key }) => [outer, key.id]));
    const keys = keyed.map(({ key }) => key);
    frame.steps.push({
      kind: 'attach',
      input: rows.relation,
      keys,
      on,
      aggregates: [...aggregates],
      under: rows.under,
    });
  }
  for (const { id } of aggregates) frame.own.add(id);
}
