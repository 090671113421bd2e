import type { TabularModel } from '../model/tabular-model.ts';
import { type ModelChanges, modelChanges } from './model-changes.ts';
import type { ImportedPackage } from './ports.ts';
import type { UnboundMember } from './role-members.ts';

/** What a publisher should know beyond that it worked. */
export type ImportReport = {
  /** Undefined for a new dataset. */
  readonly changes: ModelChanges | undefined;
  /** Tables that still have the rows of the version before. */
  readonly keptData: readonly string[];
  /** Tables without rows, and what they wait for. */
  readonly withoutData: readonly {
    readonly table: string;
    readonly needs: 'connection' | 'step';
    readonly name: string;
    readonly why: string;
  }[];
  readonly membersNotBound: readonly UnboundMember[];
};

/** The report on a package whose model is this one. */
export function importReport(
  model: TabularModel,
  before: TabularModel | undefined,
  { waiting, kept }: Pick<ImportedPackage, 'waiting' | 'kept'>,
  membersNotBound: readonly UnboundMember[],
): ImportReport {
  const nameOf = (table: number): string => model.tables[table]?.name ?? '';
  return {
    changes: before === undefined ? undefined : modelChanges(before, model),
    keptData: kept.map(nameOf),
    withoutData: waiting.map(({ table, reason: { needs, name, why } }) => ({ table: nameOf(table), needs, name, why })),
    membersNotBound,
  };
}
