import type { DaxAnswer } from '../../shared/engine/ask-dax.ts';
import { rowWriter } from './query-rows.ts';

/** What one query may answer at most, as Power BI has it. */
export const QUERY_LIMITS = { limit: 100_000, mostValues: 1_000_000, mostBytes: 15 * 1024 * 1024 } as const;

type QueryError = { readonly code: string; readonly message: string };

const CHUNK_CHARACTERS = 64 * 1024;

/**
 * The answer to one query as pieces of JSON text, written row by row while somebody reads, so that it is never held as a
 * whole. Rows that are too many or too large are left out, and `error` says so: of the result, and of the response, where
 * clients look for it.
 */
export function* answerPieces(
  answer: DaxAnswer,
  includeNulls: boolean,
  mostBytes: number = QUERY_LIMITS.mostBytes,
): Generator<string> {
  const write = rowWriter(answer, includeNulls);
  let piece = '{"results":[{"tables":[{"rows":[';
  let bytes = 0;
  let row = 0;
  // The row that goes over the limit is still written.
  for (; row < answer.rowCount && bytes <= mostBytes; row += 1) {
    const text = write(row);
    bytes += Buffer.byteLength(text) + 1;
    piece += row === 0 ? text : `,${text}`;
    if (piece.length < CHUNK_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  const error = errorOf(answer, row, mostBytes);
  const ending = error === undefined ? '' : `,"error":${JSON.stringify(error)}`;
  yield `${piece}]}]${ending}}]${ending}}`;
}

function errorOf(answer: DaxAnswer, written: number, mostBytes: number): QueryError | undefined {
  const { tableCount, rowCount, isPartial, table } = answer;
  if (tableCount > 1) {
    return { code: 'MoreThanOneResultTable', message: 'More than one result table in a query. The first one is here.' };
  }
  if (written < rowCount) {
    const message = `More than ${mostBytes} bytes in a query result. The first ${written} rows are here.`;
    return { code: 'ResultTooLarge', message };
  }
  if (!isPartial) return undefined;
  const { limit, mostValues } = QUERY_LIMITS;
  if (rowCount >= limit) return { code: 'TooManyRows', message: `More than ${limit} rows in a query result.` };
  const message = `More than ${mostValues} values in a query result: ${table.columns.length} columns leave ${rowCount} rows.`;
  return { code: 'TooManyValues', message };
}

/** A short answer in one piece, a long one as somebody reads it. */
export function answerResponse(answer: DaxAnswer, includeNulls: boolean): Response {
  const headers = { 'Content-Type': 'application/json; charset=utf-8' };
  const pieces = answerPieces(answer, includeNulls);
  const first = pieces.next();
  const second = pieces.next();
  if (first.done === true) throw new Error('An answer has no beginning.');
  if (second.done === true) return new Response(first.value, { headers });
  const waiting = [first.value, second.value];
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const next = waiting.shift() ?? take(pieces);
      if (next === undefined) controller.close();
      else controller.enqueue(encoder.encode(next));
    },
    cancel: () => void pieces.return(undefined),
  });
  return new Response(body, { headers });
}

function take(pieces: Generator<string>): string | undefined {
  const { value, done } = pieces.next();
  return done === true ? undefined : value;
}
