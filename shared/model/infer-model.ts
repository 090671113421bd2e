import type { ColumnProfile, TableProfile } from './column-profile.ts';
import { formatOf } from './infer-format.ts';
import { treatmentOf } from './infer-rules.ts';
import { speaksOf, wordsOf } from './infer-words.ts';
import type { Column, Measure, SemanticModel } from './semantic-model.ts';

/** A model of one table from what was seen in a file: what to sum, to average, to group by and to hide. */
export function inferModel(seen: TableProfile): SemanticModel {
  const columns = showOne(seen.columns.map((profile) => columnOf(profile, seen.rowCount)));
  return { tables: [{ name: seen.tableName, columns, measures: measuresOf(columns), isHidden: false }] };
}

function columnOf(profile: ColumnProfile, rowCount: number): Column {
  const treatment = treatmentOf(profile, rowCount);
  return {
    name: profile.name,
    dataType: profile.dataType,
    summarizeBy: treatment.summarizeBy,
    formatString: formatOf(profile, treatment),
    dataCategory: treatment.dataCategory ?? '',
    isHidden: treatment.isHidden ?? false,
    isDateOnly: profile.isDateOnly,
  };
}

/** A table of keys only still shows them. */
function showOne(columns: readonly Column[]): readonly Column[] {
  return columns.every(({ isHidden }) => isHidden)
    ? columns.map((column) => ({ ...column, isHidden: false }))
    : columns;
}

type Ratio = { readonly name: string; readonly over: readonly string[]; readonly under: readonly string[] };

/** Ratios of totals that mean the same everywhere; made where the file has both columns, once each. */
const RATIOS: readonly Ratio[] = [
  { name: 'Profit margin', over: ['profit'], under: ['sales', 'revenue', 'turnover'] },
  { name: 'Click-through rate', over: ['clicks'], under: ['impressions'] },
  { name: 'Conversion rate', over: ['conversions'], under: ['clicks', 'visits', 'sessions'] },
];

function measuresOf(columns: readonly Column[]): readonly Measure[] {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  const rows: Measure = {
    name: freeName('Rows', taken),
    expression: { kind: 'rows' },
    formatString: '#,0',
    isHidden: false,
  };
  const ratios = RATIOS.flatMap(({ name, over, under }): readonly Measure[] => {
    const dividend = totalCalled(columns, over);
    const divisor = totalCalled(columns, under);
    if (dividend === undefined || divisor === undefined || taken.has(name.toLowerCase())) return [];
    const total = (column: string) => ({ kind: 'aggregate', aggregation: 'sum', column }) as const;
    const expression = { kind: 'divide', dividend: total(dividend.name), divisor: total(divisor.name) } as const;
    return [{ name, expression, formatString: '0.0%', isHidden: false }];
  });
  return [rows, ...ratios];
}

/** The only column that adds up and whose name is just one of these words, perhaps with `total` or `amount`. */
function totalCalled(columns: readonly Column[], words: readonly string[]): Column | undefined {
  const named = columns.filter((column) => {
    const spoken = wordsOf(column.name).filter(
      (word) => !['total', 'amount', 'net', '$', 'usd', 'eur', '€'].includes(word),
    );
    return column.summarizeBy === 'sum' && spoken.length === 1 && speaksOf(spoken, words);
  });
  return named.length === 1 ? named[0] : undefined;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) name = `${wanted}_${copy}`;
  return name;
}
