import type { Aggregation, DataType } from '../model/semantic-model.ts';

type ColumnAggregation = Exclude<Aggregation, 'rowCount'>;
type Rule = {
  /** The type of the result for each column type that the aggregation takes. */
  readonly result: Partial<Readonly<Record<DataType, DataType>>>;
  /** True where the result looks like a value of the column and takes its format. */
  readonly keepsFormat: boolean;
};

const COUNTED: Readonly<Record<DataType, DataType>> = {
  Int64: 'Int64',
  Double: 'Int64',
  Decimal: 'Int64',
  Boolean: 'Int64',
  DateTime: 'Int64',
  String: 'Int64',
};
const ORDERED = {
  Int64: 'Int64',
  Double: 'Double',
  Decimal: 'Decimal',
  DateTime: 'DateTime',
  String: 'String',
} as const;

const RULES: Readonly<Record<ColumnAggregation, Rule>> = {
  sum: { result: { Int64: 'Int64', Double: 'Double', Decimal: 'Decimal' }, keepsFormat: true },
  average: { result: { Int64: 'Double', Double: 'Double', Decimal: 'Double' }, keepsFormat: true },
  min: { result: ORDERED, keepsFormat: true },
  max: { result: ORDERED, keepsFormat: true },
  count: { result: COUNTED, keepsFormat: false },
  distinctCount: { result: COUNTED, keepsFormat: false },
};

/** The format of anything counted. */
export const COUNT_FORMAT = '#,0';

/** The type of the aggregation over a column of this type; undefined where it makes no sense. */
export function aggregationType(aggregation: ColumnAggregation, column: DataType): DataType | undefined {
  return RULES[aggregation].result[column];
}

/** The format of the aggregation over a column with this format. */
export function aggregationFormat(aggregation: ColumnAggregation, columnFormat: string): string {
  if (!RULES[aggregation].keepsFormat) return COUNT_FORMAT;
  return aggregation === 'average' ? withDecimals(columnFormat) : columnFormat;
}

/** The average of whole numbers is not one: a format without decimals gets two. */
function withDecimals(format: string): string {
  return /^[^.%]*0$/.test(format) ? `${format}.00` : format;
}

/** The type of a difference; undefined where a side is no number. */
export function differenceType(left: DataType, right: DataType): DataType | undefined {
  if (!isNumeric(left) || !isNumeric(right)) return undefined;
  if (left === 'Double' || right === 'Double') return 'Double';
  return left === 'Decimal' || right === 'Decimal' ? 'Decimal' : 'Int64';
}

export function isNumeric(type: DataType): boolean {
  return type === 'Int64' || type === 'Double' || type === 'Decimal';
}
