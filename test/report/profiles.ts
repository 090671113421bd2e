import type { ColumnProfile, TableProfile } from '../../shared/model/column-profile.ts';
import { inferModel } from '../../shared/model/infer-model.ts';
import { firstReport } from '../../shared/report/first-report.ts';
import type { Visual } from '../../shared/report/report.ts';

type Seen = Partial<ColumnProfile>;
const column = (name: string, dataType: ColumnProfile['dataType'], seen: Seen): ColumnProfile => ({
  name,
  dataType,
  nulls: 0,
  distinct: 50,
  isDistinctExact: true,
  min: null,
  max: null,
  average: null,
  averageLength: null,
  isDateOnly: false,
  ...seen,
});

export const text = (name: string, distinct: number, seen: Seen = {}) =>
  column(name, 'String', { distinct, averageLength: 8, ...seen });
export const number = (name: string, min: number, max: number, seen: Seen = {}) =>
  column(name, 'Double', { min, max, ...seen });
export const whole = (name: string, min: number, max: number, seen: Seen = {}) =>
  column(name, 'Int64', { min, max, ...seen });
export const date = (name: string, min: string, max: string, distinct: number, seen: Seen = {}) =>
  column(name, 'DateTime', { min: `${min}T00:00:00`, max: `${max}T00:00:00`, distinct, isDateOnly: true, ...seen });

export const table = (rowCount: number, ...columns: readonly ColumnProfile[]): TableProfile => ({
  tableName: 'data',
  rowCount,
  columns,
});

export function firstVisuals(seen: TableProfile): readonly Visual[] {
  return firstReport(inferModel(seen), seen).pages[0]?.visuals ?? [];
}

/** Type and title of each visual: what one sees at a glance. */
export function glance(seen: TableProfile): readonly string[] {
  return firstVisuals(seen).map(({ type, title }) => `${type}: ${title}`);
}
