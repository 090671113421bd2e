import { cpus, platform, release, totalmem } from 'node:os';
import { isBroken, type Row } from './bench.ts';

/** What the figures were measured on, in one line. */
export function machineFacts(): string {
  const cores = cpus();
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GB`;
  const model = cores[0]?.model.trim() ?? '';
  const processor = model === '' || model === 'unknown' ? '' : ` (${model})`;
  return `${cores.length} cores${processor}, ${memory} of memory, ${platform()} ${release()}, Node ${process.versions.node}`;
}

function figureText(figure: number): string {
  if (!Number.isFinite(figure)) return 'none';
  const digits = Number.isInteger(figure) || Math.abs(figure) >= 1000 ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  return figure.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function limitText(row: Row): string {
  if (row.limit === undefined) return '';
  return `${isBroken(row) ? 'BROKEN' : 'kept'}: at most ${figureText(row.limit)}`;
}

const HEAD = ['what', 'figure', 'unit', 'limit', 'note'] as const;

/** An aligned table in plain text. */
export function printRows(title: string, rows: readonly Row[]): string {
  const cells = rows.map((row) => [row.what, figureText(row.figure), row.unit, limitText(row), row.note ?? '']);
  const widths = HEAD.map((head, index) => Math.max(head.length, ...cells.map((line) => line[index]?.length ?? 0)));
  const lineOf = (line: readonly string[]): string =>
    line
      .map((cell, index) => (index === 1 ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd();
  return [title, lineOf(HEAD), lineOf(widths.map((width) => '-'.repeat(width))), ...cells.map(lineOf)].join('\n');
}
