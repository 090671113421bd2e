import type { TabularModel, TabularTable } from '../../model/tabular-model.ts';
import type { PackageFile } from '../pbip/pbip-package.ts';
import { fileNamed } from './file-named.ts';
import type { MPlan } from './m-plan.ts';
import type { MExpression, Unreadable } from './m-syntax.ts';
import type { Refusal } from './m-value.ts';
import { parseM } from './parse-m.ts';
import { type MScope, planM } from './plan-m.ts';

/** Where the rows of a table come from. */
export type TableSource =
  /** From files or from the text itself; a part for each partition. */
  | { readonly kind: 'parts'; readonly parts: readonly TablePart[] }
  /** From nowhere yet: the table stays empty. */
  | { readonly kind: 'none'; readonly reason: Refusal }
  /** From the model itself: a calculated table, or a calculation group. */
  | { readonly kind: 'computed' };

/** A plan and the file that it reads; none where the text holds the rows. */
export type TablePart = { readonly plan: MPlan; readonly file: PackageFile | undefined };

/** How each table of a model is filled from the files of its package, in the order of its tables. */
export async function planTables(model: TabularModel, files: readonly PackageFile[]): Promise<readonly TableSource[]> {
  const scope = new Map<string, MExpression | Unreadable>();
  for (const { name, expression } of model.expressions) scope.set(name, await parseM(expression));
  for (const { name, expression } of tableQueries(model)) scope.set(name, await parseM(expression));
  const sources: TableSource[] = [];
  for (const table of model.tables) sources.push(await sourceOf(table, scope, files));
  return sources;
}

/** A table that one query fills can be named by other queries. */
function tableQueries(model: TabularModel): readonly { readonly name: string; readonly expression: string }[] {
  return model.tables.flatMap(({ name, partitions }) => {
    const [only, ...more] = partitions;
    return only?.source.kind === 'm' && more.length === 0 ? [{ name, expression: only.source.expression }] : [];
  });
}

async function sourceOf(table: TabularTable, scope: MScope, files: readonly PackageFile[]): Promise<TableSource> {
  const parts: TablePart[] = [];
  for (const { source } of table.partitions) {
    if (source.kind === 'calculated' || source.kind === 'calculationGroup') return { kind: 'computed' };
    if (source.kind === 'other') {
      const why = `A partition of the kind "${source.word}" reads from outside the package`;
      return { kind: 'none', reason: needsConnection(source.word, why) };
    }
    const named = table.partitions.length === 1 ? scope.get(table.name) : undefined;
    const reading = planM(named ?? (await parseM(source.expression)), scope);
    if (reading.kind === 'refused') return { kind: 'none', reason: reading };
    const part = partOf(reading.plan, files);
    if ('kind' in part) return { kind: 'none', reason: part };
    parts.push(part);
  }
  if (parts.length > 0) return { kind: 'parts', parts };
  return { kind: 'none', reason: needsConnection('partition', 'The table has no partition') };
}

function partOf(plan: MPlan, files: readonly PackageFile[]): TablePart | Refusal {
  if (plan.source.kind === 'literal') return { plan, file: undefined };
  const { path } = plan.source;
  const file = fileNamed(path, files);
  if (file === undefined) return needsConnection('File.Contents', `The package has no file "${path}"`);
  if (file !== 'several') return { plan, file };
  return needsConnection('File.Contents', `The package has several files that "${path}" may mean`);
}

function needsConnection(name: string, why: string): Refusal {
  return { kind: 'refused', needs: 'connection', name, why };
}
