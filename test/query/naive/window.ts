import type { BoundScalar, Window, WindowBound } from '../../../shared/dax/bound.ts';
import type { Env, Relation, Row } from './environment.ts';
import { compareKeys, type Sorted, sortRows } from './order.ts';
import { keyOf, numberOf, type Value } from './value.ts';

/** The sorted rows of one partition, and which of them is current; none where the current row is not among them. */
type Partition = { readonly rows: readonly Sorted[]; readonly current: readonly number[] };

/** Rows at distances from the current one, or at places in its partition. */
export function computeWindow(window: Window, from: WindowBound, to: WindowBound, env: Env): Relation {
  const relation = env.run.table(window.relation, env);
  const rows = partitionsOf(window, relation, env).flatMap((partition) => rowsBetween(partition, from, to, env));
  return { ...relation, rows: [...new Set(rows)] };
}

function rowsBetween({ rows, current }: Partition, from: WindowBound, to: WindowBound, env: Env): readonly Row[] {
  const starts = from.kind === 'absolute' && to.kind === 'absolute' ? [0] : current;
  return starts.flatMap((start) => {
    const [first, last] = [placeOf(from, start, rows.length, env), placeOf(to, start, rows.length, env)];
    return rows.filter((_, place) => place >= first && place <= last).map(({ row }) => row);
  });
}

/** Places count from 1 on, or from the end back. */
function placeOf({ kind, distance }: WindowBound, current: number, length: number, env: Env): number {
  const steps = numberOf(env.run.scalar(distance, env));
  if (kind === 'relative') return current + steps;
  return steps < 0 ? length + steps : steps - 1;
}

/** ROWNUMBER and RANK of the current row; BLANK where there is none. */
export function computeWindowNumber(node: Extract<BoundScalar, { kind: 'windowNumber' }>, env: Env): Value {
  const relation = env.run.table(node.window.relation, env);
  const [partition] = partitionsOf(node.window, relation, env);
  const [place] = partition?.current ?? [];
  const own = place === undefined ? undefined : partition?.rows[place];
  if (partition === undefined || place === undefined || own === undefined) return null;
  if (node.number === 'rowNumber') return place + 1;
  const directions = node.window.orderBy.map(({ direction }) => direction);
  const before = partition.rows.filter(({ keys }) => compareKeys(keys, own.keys, directions) < 0);
  if (node.number === 'rank') return before.length + 1;
  return new Set(before.map(({ keys }) => keys.map(keyOf).join('\u0001'))).size + 1;
}

/** The partitions that agree with what is known of the current row. */
function partitionsOf(window: Window, relation: Relation, env: Env): readonly Partition[] {
  const known = window.current.flatMap((scalar, place) =>
    scalar === undefined ? [] : [{ place, key: keyOf(env.run.scalar(scalar, env)) }],
  );
  const isCurrent = (row: Row, places: (place: number) => boolean) =>
    known.every(({ place, key }) => !places(place) || keyOf(row.values[place]) === key);
  const groups = Map.groupBy(sortRows(env, relation, window.scope, window.orderBy), ({ row }) =>
    window.partitionBy.map((place) => keyOf(row.values[place])).join('\u0001'),
  );
  return [...groups.values()]
    .filter(([first]) => first !== undefined && isCurrent(first.row, (place) => window.partitionBy.includes(place)))
    .map((rows) => ({
      rows,
      current: rows.flatMap(({ row }, place) => (isCurrent(row, () => true) ? [place] : [])),
    }));
}
