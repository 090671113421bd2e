import type { BoundScalar } from '../bound.ts';
import type { OperationName } from '../operations.ts';
import type { FormatMark } from './format-sections.ts';
import { integer, logical, operation, text } from './scalar-node.ts';

/** The letters that mean a part of a moment. */
export const DATE_LETTERS = 'cdmyhnsqwtCDMYHNSQWT';

type Run = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'part'; readonly part: string };

/** Half-day marks, longest first. */
const HALVES = ['AM/PM', 'AMPM', 'A/P'];

/** Texts and runs of one letter (`yyyy`), or of the marks for the half of the day. */
function readRuns(marks: readonly FormatMark[]): readonly Run[] {
  const runs: Run[] = [];
  let index = 0;
  while (index < marks.length) {
    const half = halfAt(marks, index);
    const letter = marks[index];
    if (letter === undefined) break;
    if (half !== undefined) runs.push({ kind: 'part', part: half });
    else if (letter.isLiteral || !DATE_LETTERS.includes(letter.char)) runs.push({ kind: 'text', text: letter.char });
    else runs.push({ kind: 'part', part: runAt(marks, index) });
    const run = runs.at(-1);
    index += run === undefined ? 1 : run.kind === 'text' ? 1 : run.part.length;
  }
  return runs;
}

function halfAt(marks: readonly FormatMark[], index: number): string | undefined {
  const ahead = marks.slice(index, index + 5);
  const code = ahead.map(({ char, isLiteral }) => (isLiteral ? ' ' : char)).join('');
  const half = HALVES.find((each) => code.toUpperCase().startsWith(each));
  return half === undefined ? undefined : code.slice(0, half.length);
}

function runAt(marks: readonly FormatMark[], start: number): string {
  const letter = marks[start]?.char.toLowerCase();
  let end = start;
  while (marks[end]?.isLiteral === false && marks[end]?.char.toLowerCase() === letter) end += 1;
  return marks
    .slice(start, end)
    .map(({ char }) => char)
    .join('');
}

const isHalf = (part: string) => HALVES.includes(part.toUpperCase());

/** A moment that is not blank, written by a format; `m` right after an hour is a minute. */
export function formatDate(value: BoundScalar, marks: readonly FormatMark[]): BoundScalar {
  const runs = readRuns(marks);
  const has12Hours = runs.some((run) => run.kind === 'part' && isHalf(run.part));
  let isAfterHour = false;
  const pieces: BoundScalar[] = [];
  let waiting = '';
  for (const run of runs) {
    if (run.kind === 'text') {
      waiting += run.text;
      continue;
    }
    if (waiting !== '') pieces.push(text(waiting));
    waiting = '';
    pieces.push(writePart(value, run.part, { isAfterHour, has12Hours }));
    isAfterHour = run.part.toLowerCase().startsWith('h');
  }
  if (waiting !== '') pieces.push(text(waiting));
  const [only, second] = pieces;
  if (only === undefined) return text('');
  return second === undefined ? only : operation('concatenate', 'String', ...pieces);
}

type Around = { readonly isAfterHour: boolean; readonly has12Hours: boolean };

function writePart(value: BoundScalar, part: string, around: Around): BoundScalar {
  const [letter, length] = [part.charAt(0).toLowerCase(), part.length];
  const number = (name: OperationName, width = length) => padded(operation(name, 'Int64', value), Math.min(width, 2));
  if (isHalf(part)) return half(value, part);
  switch (letter) {
    case 'd':
      return length < 3 ? number('day') : named(value, 'dayName', length);
    case 'm':
      if (around.isAfterHour && length < 3) return number('minute');
      return length < 3 ? number('month') : named(value, 'monthName', length);
    case 'y':
      return year(value, length);
    case 'h':
      return padded(hour(value, around.has12Hours), Math.min(length, 2));
    case 'n':
      return number('minute');
    case 's':
      return number('second');
    case 'q':
      return number('quarter', 1);
    case 'w':
      if (length === 1) return number('weekday');
      return padded(operation('weekOfYear', 'Int64', value, integer(1)), 1);
    case 't':
      return length === 5 ? formatDate(value, plainMarks('h:nn:ss AM/PM')) : text(part);
    default:
      return operation('toText', 'String', value);
  }
}

function year(value: BoundScalar, length: number): BoundScalar {
  if (length === 1) return padded(operation('dayOfYear', 'Int64', value), 1);
  const number = operation('year', 'Int64', value);
  return length === 2 ? padded(operation('modulo', 'Int64', number, integer(100)), 2) : padded(number, 4);
}

/** `ddd` and `dddd`; five are the short date, six the long one. Months know only their own two. */
function named(value: BoundScalar, name: 'dayName' | 'monthName', length: number): BoundScalar {
  if (name === 'dayName' && length === 5) return formatDate(value, plainMarks('m/d/yyyy'));
  if (name === 'dayName' && length > 5) return formatDate(value, plainMarks('dddd, mmmm d, yyyy'));
  const whole = operation(name, 'String', value);
  return length === 3 ? operation('left', 'String', whole, integer(3)) : whole;
}

function hour(value: BoundScalar, has12Hours: boolean): BoundScalar {
  const number = operation('hour', 'Int64', value);
  if (!has12Hours) return number;
  const before = operation('add', 'Int64', number, integer(11));
  return operation('add', 'Int64', operation('modulo', 'Int64', before, integer(12)), integer(1));
}

function half(value: BoundScalar, part: string): BoundScalar {
  const isShort = part.length === 3;
  const isLower = part.charAt(0) === 'a' && part.toUpperCase() !== 'AMPM';
  const [morning, afternoon] = (isShort ? ['A', 'P'] : ['AM', 'PM']).map((each) =>
    isLower ? each.toLowerCase() : each,
  );
  const isMorning = operation('strictLess', 'Boolean', operation('hour', 'Int64', value), integer(12));
  return operation('if', 'String', isMorning, text(morning ?? ''), text(afternoon ?? ''));
}

function padded(number: BoundScalar, width: number): BoundScalar {
  if (width < 2) return operation('toText', 'String', number);
  return operation('digits', 'String', number, integer(width), integer(0), integer(0), logical(false));
}

/** The marks of a format without literals. */
export function plainMarks(format: string): readonly FormatMark[] {
  return [...format].map((char) => ({ char, isLiteral: false }));
}
