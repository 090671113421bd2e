/** A question in DAX, and the best SQL that we could write for it over the star's own tables. */
export type StarQuestion = { readonly name: string; readonly dax: string; readonly sql: string };

const AMOUNT = 'sum(s.c4 * s.c5)';
const DATE = 'JOIN t1 d ON s.c0 = d.c0';
const PRODUCT = 'JOIN t2 p ON s.c1 = p.c0';
const STORE = 'JOIN t4 st ON s.c3 = st.c0';
const CUSTOMER = 'JOIN t3 c ON s.c2 = c.c0';

export const STAR_QUESTIONS: readonly StarQuestion[] = [
  {
    name: 'card: amount, quantity, margin',
    dax: 'EVALUATE ROW ( "Amount", [Sales Amount], "Quantity", [Total Quantity], "Margin", [Margin %] )',
    sql: `SELECT ${AMOUNT}, sum(s.c4), sum(s.c4 * s.c5 - s.c4 * s.c6) / ${AMOUNT} FROM t0 s`,
  },
  {
    name: 'amount by category',
    dax: `EVALUATE SUMMARIZECOLUMNS ( 'Product'[Category], "Amount", [Sales Amount] )`,
    sql: `SELECT p.c2, sum(a) FROM (SELECT c1, sum(c4 * c5) AS a FROM t0 GROUP BY c1) s JOIN t2 p ON s.c1 = p.c0 GROUP BY p.c2`,
  },
  {
    name: 'trend: amount and cost by month',
    dax: `EVALUATE SUMMARIZECOLUMNS ( 'Date'[Year Month], "Amount", [Sales Amount], "Cost", [Total Cost] ) ORDER BY 'Date'[Year Month]`,
    sql: `SELECT d.c3, sum(a), sum(b) FROM (SELECT c0, sum(c4 * c5) AS a, sum(c4 * c6) AS b FROM t0 GROUP BY c0) s ${DATE} GROUP BY d.c3 ORDER BY d.c3`,
  },
  {
    name: 'category by year, margin',
    dax: `EVALUATE SUMMARIZECOLUMNS ( 'Product'[Category], 'Date'[Year], "Margin", [Margin], "Margin %", [Margin %] )`,
    sql: `SELECT p.c2, d.c1, sum(s.c4 * s.c5 - s.c4 * s.c6), sum(s.c4 * s.c5 - s.c4 * s.c6) / ${AMOUNT} FROM t0 s ${PRODUCT} ${DATE} GROUP BY p.c2, d.c1`,
  },
  {
    name: 'one region and year, by brand',
    dax: `EVALUATE SUMMARIZECOLUMNS ( 'Product'[Brand], TREATAS ( { "Region 3" }, Store[Region] ), TREATAS ( { 2023 }, 'Date'[Year] ), "Amount", [Sales Amount], "Quantity", [Total Quantity] )`,
    sql: `SELECT p.c3, ${AMOUNT}, sum(s.c4) FROM t0 s ${STORE} ${DATE} ${PRODUCT} WHERE st.c2 = 'Region 3' AND d.c1 = 2023 GROUP BY p.c3`,
  },
  {
    name: 'ten best products',
    dax: `EVALUATE TOPN ( 10, SUMMARIZECOLUMNS ( 'Product'[Product], "Amount", [Sales Amount] ), [Amount], DESC ) ORDER BY [Amount] DESC`,
    sql: `SELECT p.c1, a FROM (SELECT c1, sum(c4 * c5) AS a FROM t0 GROUP BY c1 ORDER BY a DESC LIMIT 10) s JOIN t2 p ON s.c1 = p.c0 ORDER BY a DESC`,
  },
  {
    name: 'this year and the year before, by month',
    dax: `EVALUATE SUMMARIZECOLUMNS ( 'Date'[Year Month], TREATAS ( { 2023 }, 'Date'[Year] ), "Amount", [Sales Amount], "PY", [Sales PY] ) ORDER BY 'Date'[Year Month]`,
    sql: `SELECT m, sum(a) FILTER (WHERE y = 2023), sum(a) FILTER (WHERE y = 2022) FROM (SELECT d.c2 AS m, d.c1 AS y, ${AMOUNT} AS a FROM t0 s ${DATE} WHERE d.c1 IN (2022, 2023) AND s.c0 >= TIMESTAMP '2022-01-01' AND s.c0 < TIMESTAMP '2024-01-01' GROUP BY ALL) GROUP BY m ORDER BY m`,
  },
  {
    name: 'year to date by month',
    dax: `EVALUATE SUMMARIZECOLUMNS ( 'Date'[Year Month], "YTD", [Sales YTD] ) ORDER BY 'Date'[Year Month]`,
    sql: `SELECT m, sum(a) OVER (PARTITION BY y ORDER BY m) FROM (SELECT d.c3 AS m, d.c1 AS y, sum(a) AS a FROM (SELECT c0, sum(c4 * c5) AS a FROM t0 GROUP BY c0) s ${DATE} GROUP BY ALL) ORDER BY m`,
  },
  {
    name: 'share of all products, by brand and region',
    dax: `EVALUATE SUMMARIZECOLUMNS ( 'Product'[Brand], Store[Region], "Share", [Share] )`,
    sql: `SELECT b, r, a / sum(a) OVER (PARTITION BY r) FROM (SELECT p.c3 AS b, st.c2 AS r, ${AMOUNT} AS a FROM t0 s ${PRODUCT} ${STORE} GROUP BY ALL)`,
  },
  {
    name: 'customers by country',
    dax: `EVALUATE SUMMARIZECOLUMNS ( Customer[Country], "Customers", [Customers], "Amount", [Sales Amount] )`,
    sql: `SELECT c.c2, count(*), sum(a) FROM (SELECT c2, sum(c4 * c5) AS a FROM t0 GROUP BY c2) s JOIN t3 c ON s.c2 = c.c0 GROUP BY c.c2`,
  },
  {
    name: 'matrix with subtotals',
    dax: `EVALUATE SUMMARIZECOLUMNS ( ROLLUPADDISSUBTOTAL ( Store[Region], "r", 'Product'[Category], "c" ), "Amount", [Sales Amount], "Quantity", [Total Quantity] )`,
    sql: `SELECT st.c2, p.c2, ${AMOUNT}, sum(s.c4) FROM t0 s ${STORE} ${PRODUCT} GROUP BY ROLLUP (st.c2, p.c2)`,
  },
  {
    name: 'not this colour, by segment',
    dax: `EVALUATE SUMMARIZECOLUMNS ( Customer[Segment], "Other", CALCULATE ( [Sales Amount], 'Product'[Color] <> "Color 5" ) )`,
    sql: `SELECT c.c3, ${AMOUNT} FROM t0 s ${CUSTOMER} WHERE s.c1 NOT IN (SELECT c0 FROM t2 WHERE c4 = 'Color 5') GROUP BY c.c3`,
  },
];
