import { Fault } from '../../domain/faults.ts';

const LONGEST_NAME = 120;
const ZIP_AGAIN = 'Zip the project folder again with an ordinary zip program, without a password, and upload that.';

/** A refusal of a package: what is wrong, in which of its files, and what to do. */
export function zipFault(
  what: string,
  options: { readonly where?: string; readonly advice?: string; readonly cause?: unknown } = {},
): Fault<'import-failed'> {
  const { where, advice = ZIP_AGAIN, cause } = options;
  const place = where === undefined ? {} : { where: shownName(where) };
  return new Fault('import-failed', { what, ...place, advice }, cause === undefined ? {} : { cause });
}

/** A name from a package on one line and of bounded length. */
export function shownName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}]+/gu, '?');
  return `"${line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME)}…` : line}"`;
}
