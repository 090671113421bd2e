import { foldCase, type Value } from './value.ts';

export type Rows = readonly (readonly Value[])[];

/**
 * Whether two answers have the same rows, in any order: numbers equal within 1e-9 of their size, texts without case, as
 * one text has several spellings that DAX takes for the same.
 */
export function sameRows(left: Rows, right: Rows): boolean {
  if (left.length !== right.length) return false;
  const rest = [...right];
  // The same order is tried first; else numbers that are nearly equal could sort differently on the two sides.
  return left.every((row, place) => {
    const isSame = (other: readonly Value[]) => isSameRow(row, other);
    const own = right[place];
    const at = own !== undefined && isSame(own) ? rest.indexOf(own) : -1;
    const found = at === -1 ? rest.findIndex(isSame) : at;
    if (found !== -1) rest.splice(found, 1);
    return found !== -1;
  });
}

/** The same in the same order. */
export function sameRowsInOrder(left: Rows, right: Rows): boolean {
  return left.length === right.length && left.every((row, place) => isSameRow(row, right[place] ?? []));
}

function isSameRow(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((value, place) => isSameValue(value, right[place] ?? null));
}

function isSameValue(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') return foldCase(left) === foldCase(right);
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  return left === right || Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right));
}
