import type { FieldRef, Question, Selection } from '../../shared/query/question.ts';

/** A question as a visual asks it, and the SQL that a person would write for it over the same file. */
export type Typical = { readonly name: string; readonly question: Question; readonly sql: string };

const of = (field: string): FieldRef => ({ table: 'Sales', field });
const by = (field: string): Selection => ({ kind: 'group', field: of(field), as: 'group' });
const total = (field: string): Selection => ({ kind: 'aggregate', aggregation: 'sum', field: of(field), as: 'value' });
const ask = (parts: Partial<Question>): Question => ({ select: [], filters: [], orderBy: [], limit: 1000, ...parts });

export const TYPICAL: readonly Typical[] = [
  {
    name: 'card: one sum',
    question: ask({ select: [total('Sales')] }),
    sql: 'SELECT sum(c6) FROM t0',
  },
  {
    name: 'trend: sum by month',
    question: ask({
      select: [{ kind: 'group', field: of('Order date'), grain: 'month', as: 'group' }, total('Sales')],
    }),
    sql: "SELECT date_trunc('month', c0) AS m, sum(c6) FROM t0 GROUP BY m ORDER BY m",
  },
  {
    name: 'ranking: ten best products',
    question: ask({
      select: [by('Product'), total('Sales')],
      orderBy: [{ as: 'value', direction: 'descending' }],
      limit: 10,
    }),
    sql: 'SELECT c2, sum(c6) AS s FROM t0 GROUP BY c2 ORDER BY s DESC LIMIT 10',
  },
  {
    name: 'one year, by region',
    question: ask({
      select: [by('Region'), total('Quantity'), { kind: 'rows', table: 'Sales', as: 'rows' }],
      filters: [{ kind: 'between', field: of('Order date'), from: '2023-01-01', before: '2024-01-01' }],
    }),
    sql: "SELECT c1, sum(c4), count(*) FROM t0 WHERE c0 >= '2023-01-01' AND c0 < '2024-01-01' GROUP BY c1 ORDER BY c1",
  },
  {
    name: 'distinct customers by region',
    question: ask({
      select: [by('Region'), { kind: 'aggregate', aggregation: 'distinctCount', field: of('Customer'), as: 'value' }],
    }),
    sql: 'SELECT c1, count(DISTINCT c3) FROM t0 GROUP BY c1 ORDER BY c1',
  },
  {
    name: 'table: customers in two regions',
    question: ask({
      select: [
        by('Customer'),
        total('Sales'),
        { kind: 'aggregate', aggregation: 'average', field: of('Price'), as: 'price' },
      ],
      filters: [{ kind: 'in', field: of('Region'), values: ['Region 1', 'Region 2'] }],
      orderBy: [{ as: 'value', direction: 'descending' }],
      limit: 1000,
    }),
    sql: "SELECT c3, sum(c6) AS s, avg(c5) FROM t0 WHERE c1 IN ('Region 1', 'Region 2') GROUP BY c3 ORDER BY s DESC LIMIT 1000",
  },
];
