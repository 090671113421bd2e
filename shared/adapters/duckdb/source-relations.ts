import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile, ColumnRelations } from '../../model/column-profile.ts';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import { rowsOf } from './source-rows.ts';

type Placed = { readonly profile: ColumnProfile; readonly name: string };

const MOST_NUMBERS = 8;
const MOST_LABELS = 30;
const MOST_PAIRS = 10;
/** So many rows tell a correlation well enough. */
const ROWS_COMPARED = 10_000;
/** Only so few values are drawn as slices. */
const MOST_SLICES = 6;
const MOST_PERIODS = 2000;
/** Beyond it no pairs of labels are looked at: it would take longer than reading the file. */
const ROWS_PAIRED = 500_000;

/** Looks at what columns have to do with each other; each question is bounded, so that wide files stay quick. */
export async function relateColumns(
  connection: DuckDBConnection,
  profiles: readonly ColumnProfile[],
  rowCount: number,
): Promise<ColumnRelations> {
  const placed = profiles.map((profile, index): Placed => ({ profile, name: physicalColumn(index) }));
  const numbers = placed
    .filter(({ profile }) => typeof profile.min === 'number' && profile.distinct > 2)
    .slice(0, MOST_NUMBERS);
  const labels = placed
    .filter(({ profile }) => profile.distinct >= 2 && profile.dataType !== 'Double' && profile.dataType !== 'Decimal')
    .slice(0, MOST_LABELS);
  return {
    correlations: await correlate(connection, numbers, rowCount),
    shares: await shareOut(connection, labels, numbers),
    twins: rowCount <= ROWS_PAIRED ? await findTwins(connection, labels) : [],
  };
}

/** Spearman's coefficient of each pair, from rows spread evenly over the table. */
async function correlate(
  connection: DuckDBConnection,
  numbers: readonly Placed[],
  rowCount: number,
): Promise<ColumnRelations['correlations']> {
  const pairs = pairsOf(numbers);
  if (pairs.length === 0) return [];
  const ranks = numbers.map(
    ({ name }) => `CASE WHEN ${name} IS NOT NULL THEN rank() OVER (ORDER BY ${name}) END AS ${name}`,
  );
  const select = pairs.map(([left, right]) => `corr(${left.name}, ${right.name})`);
  const every = Math.max(1, Math.floor(rowCount / ROWS_COMPARED));
  const [row = []] = await rowsOf(
    connection,
    `SELECT ${select.join(', ')} FROM (SELECT ${ranks.join(', ')} FROM ${physicalTable(0)} WHERE rowid % ${every} = 0)`,
  );
  return pairs.flatMap(([left, right], index) => {
    const rank = row[index];
    return typeof rank === 'number' && Number.isFinite(rank)
      ? [{ left: left.profile.name, right: right.profile.name, rank }]
      : [];
  });
}

/** The smallest and the largest part that one value of a label has of all rows, and of each total where it has few values. */
async function shareOut(
  connection: DuckDBConnection,
  labels: readonly Placed[],
  numbers: readonly Placed[],
): Promise<ColumnRelations['shares']> {
  const shares: ColumnRelations['shares'][number][] = [];
  for (const { profile, name } of labels.filter((label) => label.profile.distinct <= MOST_PERIODS)) {
    const summed = profile.distinct <= MOST_SLICES ? numbers.filter((number) => number.name !== name) : [];
    const totals = ['count(*)', ...summed.map((number) => `sum(${number.name}::DOUBLE)`)];
    const parts = totals.map((total, index) => `${total} AS v${index}`);
    const select = totals.map((_, index) => `min(v${index}) / sum(v${index}), max(v${index}) / sum(v${index})`);
    const [row = []] = await rowsOf(
      connection,
      `SELECT ${select.join(', ')} FROM (SELECT ${parts.join(', ')} FROM ${physicalTable(0)} GROUP BY ${name})`,
    );
    [undefined, ...summed].forEach((number, index) => {
      const [smallest, largest] = [row[2 * index], row[2 * index + 1]];
      if (!isFiniteNumber(smallest) || !isFiniteNumber(largest)) return;
      const of = number === undefined ? {} : { of: number.profile.name };
      shares.push({ label: profile.name, ...of, smallest, largest });
    });
  }
  return shares;
}

/** Labels that tell the same: each value of the one goes with one value of the other. */
async function findTwins(connection: DuckDBConnection, labels: readonly Placed[]): Promise<ColumnRelations['twins']> {
  const alike = pairsOf(labels.filter(({ profile }) => profile.dataType === 'String' || profile.dataType === 'Int64'))
    .filter(([left, right]) => left.profile.distinct === right.profile.distinct)
    .slice(0, MOST_PAIRS);
  if (alike.length === 0) return [];
  const select = alike.map(
    ([left, right]) => `count(DISTINCT hash(${left.name}, ${right.name})) FILTER (${left.name} IS NOT NULL)`,
  );
  const [row = []] = await rowsOf(connection, `SELECT ${select.join(', ')} FROM ${physicalTable(0)}`);
  return alike.flatMap(([left, right], index) =>
    Number(row[index]) === left.profile.distinct ? [{ left: left.profile.name, right: right.profile.name }] : [],
  );
}

function pairsOf(columns: readonly Placed[]): readonly (readonly [Placed, Placed])[] {
  return columns.flatMap((left, index) => columns.slice(index + 1).map((right) => [left, right] as const));
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
