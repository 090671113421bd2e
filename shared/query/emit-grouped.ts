import { physicalTable } from '../model/physical-names.ts';
import type { Dialect } from './dialect.ts';
import { keyOf, type Printer, printKeySource, printPredicate } from './emit-predicate.ts';
import { leavesOf, printStaged, printValue, printWhole } from './emit-value.ts';
import { type GroupKey, type Plan, scalarType } from './plan.ts';

/**
 * One row per group: its keys `g0`, …, for text a spelling `s0`, … to show, and the values `v0`, ….
 *
 * Text is grouped in two steps where the values allow it: by spelling, which the engine does on the codes of its
 * dictionaries, and then the few spellings without their case. In one step it takes up to three times as long.
 */
export function printGrouped(plan: Plan, printer: Printer): string {
  const where = plan.where.map((predicate) => `(${printPredicate(predicate, printer)})`);
  const table = printer.dialect.quoteIdentifier(physicalTable(plan.table));
  const rows = `FROM ${table}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
  const staged = plan.groups.some(isTextGroup) ? printInTwoSteps(plan, rows, printer.dialect) : undefined;
  return staged ?? printInOneStep(plan, rows, printer.dialect);
}

export function isTextGroup(group: GroupKey): boolean {
  return scalarType(group.key) === 'String';
}

function printInOneStep(plan: Plan, rows: string, dialect: Dialect): string {
  const sources = plan.groups.map((group) => printKeySource(group.key, dialect));
  const values = plan.values.map((value) => printValue(value, dialect, (leaf) => printWhole(leaf, dialect)));
  const keys = plan.groups.map((group, index) => shownKey(group, sources[index] ?? '', dialect));
  return printSelect(plan, { keys, sources, values, from: rows }, dialect);
}

/** Undefined where a value cannot be joined from parts. */
function printInTwoSteps(plan: Plan, rows: string, dialect: Dialect): string | undefined {
  const leaves = plan.values.flatMap(leavesOf).map((leaf) => printStaged(leaf, dialect));
  const steps = leaves.filter((leaf) => leaf !== undefined);
  if (steps.length < leaves.length) return undefined;
  const parts = steps.flatMap((step, at) => step.parts.map((text, part) => ({ text, alias: `p${at}_${part}` })));
  const inner = plan.groups.map((group) => {
    const source = printKeySource(group.key, dialect);
    return isTextGroup(group) ? source : shownKey(group, source, dialect);
  });
  const first = [
    ...inner.map((text, index) => named(text, `k${index}`, dialect)),
    ...parts.map(({ text, alias }) => named(text, alias, dialect)),
  ];
  const from = `FROM (SELECT ${first.join(', ')} ${rows} GROUP BY ${unique(inner)})`;
  let next = 0;
  const values = plan.values.map((value) =>
    printValue(value, dialect, () => {
      const at = next++;
      const step = steps[at];
      return step?.join(step.parts.map((_, part) => dialect.quoteIdentifier(`p${at}_${part}`))) ?? '';
    }),
  );
  const sources = plan.groups.map((_, index) => dialect.quoteIdentifier(`k${index}`));
  const keys = plan.groups.map((group, index) => {
    const source = sources[index] ?? '';
    return isTextGroup(group) ? dialect.foldText(source) : source;
  });
  return printSelect(plan, { keys, sources, values, from }, dialect);
}

type Parts = {
  readonly keys: readonly string[];
  readonly sources: readonly string[];
  readonly values: readonly string[];
  readonly from: string;
};

function printSelect(plan: Plan, { keys, sources, values, from }: Parts, dialect: Dialect): string {
  const columns = [
    ...keys.map((key, index) => named(key, `g${index}`, dialect)),
    // The least spelling, whatever the order of the rows.
    ...plan.groups.flatMap((group, index) =>
      isTextGroup(group) ? [named(`min(${sources[index]})`, `s${index}`, dialect)] : [],
    ),
    ...values.map((value, index) => named(value, `v${index}`, dialect)),
  ];
  return `SELECT ${columns.join(', ')} ${from}${keys.length === 0 ? '' : ` GROUP BY ${unique(keys)}`}`;
}

/** Decimals are grouped exactly and shown from their key; only when compared with a value are they doubles. */
function shownKey(group: GroupKey, source: string, dialect: Dialect): string {
  return scalarType(group.key) === 'Decimal' ? source : keyOf(group.key, source, dialect);
}

function named(text: string, alias: string, dialect: Dialect): string {
  return `${text} AS ${dialect.quoteIdentifier(alias)}`;
}

function unique(keys: readonly string[]): string {
  return [...new Set(keys)].join(', ');
}
