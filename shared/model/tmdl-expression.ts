import type { TmdlLine } from './tmdl-lines.ts';
import { dedent } from './tmdl-text.ts';

export const FENCE = '```';

/** Lines, where the next one is, and where the last line stands that is a fence. */
export type Blocks = { readonly lines: readonly TmdlLine[]; readonly at: number; readonly lastFence: number };

type Block = { readonly text: string; readonly end: number; readonly isClosed: boolean };

/**
 * The expression that begins behind an `=` with the text `said`, and the lines below it. Lines deeper than
 * `level` belong to it; between fences, all lines do.
 */
export function readBlock(blocks: Blocks, said: string, level: number): Block {
  const { lines, at } = blocks;
  if (said.startsWith(FENCE)) {
    const inner = said.slice(FENCE.length);
    if (inner === '') return readFenced(blocks);
    if (inner.endsWith(FENCE)) return { text: inner.slice(0, -FENCE.length), end: at, isClosed: true };
  }
  if (said !== '') return { text: said, end: at, isClosed: true };
  let end = at;
  for (let next = at; ; next++) {
    const line = lines[next];
    if (line === undefined || (line.said !== '' && line.level <= level)) break;
    if (line.said !== '') end = next + 1;
  }
  return { text: dedent(lines.slice(at, end).map(({ bare }) => bare)), end, isClosed: true };
}

/** The closing fence tells the left edge. What is not closed is not taken: its lines are read as if there were none. */
function readFenced({ lines, at, lastFence }: Blocks): Block {
  if (lastFence < at) return { text: '', end: at, isClosed: false };
  let close = at;
  while (close < lines.length && lines[close]?.said !== FENCE) close++;
  const fence = lines[close];
  if (fence === undefined) return { text: '', end: at, isClosed: false };
  const margin = fence.bare.slice(0, fence.bare.indexOf(FENCE));
  const text = lines
    .slice(at, close)
    .map(({ bare }) => (bare.startsWith(margin) ? bare.slice(margin.length) : bare.trimStart()))
    .join('\n');
  return { text, end: close + 1, isClosed: true };
}
