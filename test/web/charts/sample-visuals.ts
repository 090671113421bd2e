import type { Answer, AnswerColumn, Scalar, Selection } from '../../../shared/query/question.ts';
import type { Visual, VisualType } from '../../../shared/report/report.ts';
import type { ChartSetting } from '../../../web/src/charts/chart-frame.ts';
import { LIGHT_TOKENS } from '../../../web/src/charts/chart-tokens.ts';

type Group = Extract<Selection, { kind: 'group' }>;

export function group(as: string, grain?: NonNullable<Group['grain']>): Selection {
  const plain = { kind: 'group', field: { table: 'Cars', field: as }, as } as const;
  return grain === undefined ? plain : { ...plain, grain };
}

export function sum(as: string): Selection {
  return { kind: 'aggregate', field: { table: 'Cars', field: as }, aggregation: 'sum', as };
}

export function visual(type: VisualType, wells: Partial<Visual['wells']>): Visual {
  return {
    name: type,
    type,
    title: 'A title',
    subtitle: '',
    position: { x: 0, y: 0, width: 400, height: 300 },
    wells: { category: [], series: [], values: [], ...wells },
    filters: [],
    orderBy: [],
    limit: 1000,
  };
}

export function column(
  name: string,
  dataType: AnswerColumn['dataType'],
  values: readonly Scalar[],
  formatString = '',
): AnswerColumn {
  return { name, dataType, values, formatString };
}

export function answer(...columns: readonly AnswerColumn[]): Answer {
  return { columns, rowCount: columns[0]?.values.length ?? 0, isPartial: false };
}

export const SETTING: ChartSetting = {
  tokens: LIGHT_TOKENS,
  picked: undefined,
  isMotionReduced: false,
  width: 480,
  height: 240,
};
