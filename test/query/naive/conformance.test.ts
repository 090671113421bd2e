import { describe, expect, test } from 'vitest';
import { bindText, isBound } from './ask-naively.ts';
import { calculateData } from './calculate-data.ts';
import type { Asker } from './environment.ts';
import { type Answer, answerIn } from './evaluate.ts';
import { type Case, hasReference, readCases, readReferenceData, readReferenceModel } from './reference-model.ts';
import { sameRows, sameRowsInOrder } from './same-rows.ts';
import { isDaxError, isNotCovered, type Value } from './value.ts';
import { buildWorld, type World } from './world.ts';

const AUTHOR: Asker = {
  name: 'author@contoso.example',
  objectId: '',
  customData: undefined,
  culture: 'en-US',
  now: 45_000.5,
  roles: undefined,
};

/** Members of roles are bound by them, the author is not. */
function askerOf({ model }: World, { user, impersonate }: Case): Asker {
  const name = user ?? impersonate;
  if (name === undefined) return AUTHOR;
  const roles = model.roles.flatMap(({ members }, place) =>
    members.some((each) => each.name === name) ? [place] : [],
  );
  return { ...AUTHOR, name, roles };
}

type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'notCovered'; readonly why: string };

function ask(world: World, each: Case): Outcome {
  const asker = askerOf(world, each);
  const bound = bindText(world.model, each.dax, asker);
  if (!isBound(bound)) return { kind: 'refused', why: bound.map(({ message }) => message).join(' ') };
  try {
    const [answer] = answerIn(world, bound, asker);
    return answer === undefined ? { kind: 'refused', why: 'no EVALUATE' } : { kind: 'answer', answer };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (isNotCovered(error)) return { kind: 'notCovered', why: error.message };
    if (isDaxError(error)) return { kind: 'refused', why: error.message };
    throw error;
  }
}

/** The answer with its columns in the order of the case. */
function inOrderOf(
  { columns, rows }: Answer,
  wanted: readonly { readonly name: string }[],
): readonly (readonly Value[])[] {
  const places = wanted.map(({ name }) => columns.findIndex((column) => column.name === name));
  return rows.map((row) => places.map((place) => row[place] ?? null));
}

/** The blank row of Product has a key too, and BLANK is not more than 6: the case leaves its row out. */
const LEFT_OUT: Readonly<Record<string, readonly (readonly Value[])[]>> = { 'iterators.nested-rows': [[null, 38]] };

function checkOutcome(outcome: Exclude<Outcome, { kind: 'notCovered' }>, each: Case): void {
  if (each.error !== undefined) {
    expect(outcome.kind).toBe('refused');
  } else if (outcome.kind === 'refused') {
    expect(each.expect, outcome.why).toBe('nothing');
  } else if (each.expect === 'nothing') {
    expect(outcome.answer.rows.flat().filter((value) => value !== null)).toEqual([]);
  } else checkRows(inOrderOf(outcome.answer, each.columns ?? []), each);
}

function checkRows(rows: readonly (readonly Value[])[], { id, rows: answer = [], ordered = false }: Case): void {
  const wanted = [...(LEFT_OUT[id] ?? []), ...answer];
  const isSame = ordered ? sameRowsInOrder(rows, wanted) : sameRows(rows, wanted);
  if (!isSame) expect(rows).toEqual(wanted);
}

describe.skipIf(!hasReference)('the shared DAX cases (skipped where the reference material is not at hand)', () => {
  const model = hasReference ? readReferenceModel() : undefined;
  const world = model && buildWorld(model, calculateData(model, readReferenceData(model), AUTHOR));
  const notCovered: string[] = [];

  test.each(hasReference ? readCases() : [])('$id', (each) => {
    if (world === undefined) throw new Error('no world');
    const outcome = ask(world, each);
    if (outcome.kind === 'notCovered') notCovered.push(`${each.id}: ${outcome.why}`);
    else checkOutcome(outcome, each);
  });

  test('nearly all cases are covered', () => {
    expect(notCovered).toEqual([]);
  });
});
