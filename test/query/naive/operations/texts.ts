import { daxError, foldCase, isTrue, numberOf, textOf, type Value } from '../value.ts';
import { always, byAny, byFirst, type Operation, type OperationTable, strict } from './operation.ts';

const ofText = (compute: (text: string) => Value): Operation => strict(([text]) => compute(textOf(text)));

function count(value: Value | undefined, least = 0): number {
  const number = numberOf(value);
  if (number < least) throw daxError('The position or count of a text function is too small.');
  return number;
}

/** Where the pattern begins, from 1; `?` is a character, `*` any number of them, `~` takes the next one as it is. */
function searchFrom(pattern: string, text: string, start: number): number | null {
  const source = foldCase(pattern).replaceAll(/~([?*~])|([?*])|([.+^${}()|[\]\\/])/g, (_, literal, wild, special) => {
    if (wild !== undefined) return wild === '?' ? '[^]' : '[^]*?';
    return literal === undefined ? `\\${special}` : `\\${literal}`.replace('\\~', '~');
  });
  const found = foldCase(text)
    .slice(start - 1)
    .search(new RegExp(source));
  return found === -1 ? null : found + start;
}

function find([needle, text, start]: readonly Value[]): Value {
  const found = textOf(text).indexOf(textOf(needle), count(start, 1) - 1);
  return found === -1 ? null : found + 1;
}

function replaceAt([text, start, length, added]: readonly Value[]): Value {
  const [whole, from] = [textOf(text), count(start, 1) - 1];
  return whole.slice(0, from) + textOf(added) + whole.slice(from + count(length));
}

function substituteOne([text, old, fresh, instance]: readonly Value[]): Value {
  const parts = textOf(text).split(textOf(old));
  const at = count(instance, 1);
  if (textOf(old) === '' || at >= parts.length) return textOf(text);
  return parts.slice(0, at).join(textOf(old)) + textOf(fresh) + parts.slice(at).join(textOf(old));
}

const items = (path: Value | undefined) => (textOf(path) === '' ? [] : textOf(path).split('|'));

/** Digits of a size, rounded half away from zero; the sign is written by others. */
function digits([value, minInteger, minFraction, maxFraction, isGrouped]: readonly Value[]): Value {
  const size = Math.abs(numberOf(value));
  const scaled = Number((size * 10 ** numberOf(maxFraction)).toPrecision(15));
  const [whole = '0', fraction = ''] = (Math.round(scaled) / 10 ** numberOf(maxFraction))
    .toFixed(numberOf(maxFraction))
    .split('.');
  const shown = fraction.replace(/0+$/, '').padEnd(numberOf(minFraction), '0');
  const integer = (whole === '0' ? '' : whole).padStart(numberOf(minInteger), '0');
  const grouped = isTrue(isGrouped) ? integer.replaceAll(/\B(?=(\d{3})+$)/g, ',') : integer;
  return shown === '' ? grouped : `${grouped}.${shown}`;
}

function exponentDigits([value, minFraction, maxFraction, minExponent, hasPlus]: readonly Value[]): Value {
  const [mantissa = '', power = '0'] = Math.abs(numberOf(value)).toExponential(numberOf(maxFraction)).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const shown = fraction.replace(/0+$/, '').padEnd(numberOf(minFraction), '0');
  const exponent = String(Math.abs(Number(power))).padStart(numberOf(minExponent), '0');
  const sign = Number(power) < 0 ? '-' : isTrue(hasPlus) ? '+' : '';
  return `${whole}${shown === '' ? '' : `.${shown}`}E${sign}${exponent}`;
}

export const TEXT_OPERATIONS: OperationTable = {
  concatenate: byAny((args) => args.map(textOf).join('')),
  length: always(([text]) => textOf(text).length),
  left: byFirst(([text, size]) => textOf(text).slice(0, count(size))),
  right: byFirst(([text, size]) => (count(size) === 0 ? '' : textOf(text).slice(-count(size)))),
  middle: byFirst(([text, start, size]) => textOf(text).slice(count(start, 1) - 1, count(start, 1) - 1 + count(size))),
  lower: ofText((text) => text.toLowerCase()),
  upper: ofText((text) => text.toUpperCase()),
  trim: ofText((text) => text.replaceAll(/ +/g, ' ').replace(/^ | $/g, '')),
  repeat: byFirst(([text, times]) => textOf(text).repeat(count(times))),
  replaceAt: byFirst(replaceAt),
  substitute: byFirst(([text, old, fresh]) =>
    textOf(old) === '' ? textOf(text) : textOf(text).replaceAll(textOf(old), () => textOf(fresh)),
  ),
  substituteOne: byFirst(substituteOne),
  find: always(find),
  search: always(([needle, text, start]) => searchFrom(textOf(needle), textOf(text), count(start, 1))),
  containsText: always(([text, needle]) => searchFrom(textOf(needle), textOf(text), 1) !== null),
  containsTextExact: always(([text, needle]) => textOf(text).includes(textOf(needle))),
  character: strict(([code]) => String.fromCodePoint(numberOf(code))),
  codePoint: ofText((text) => text.codePointAt(0) ?? null),
  pathLength: always(([path]) => items(path).length),
  pathItem: byFirst(([path, place]) => items(path)[numberOf(place) - 1] ?? null),
  pathItemReverse: byFirst(([path, place]) => items(path).at(-numberOf(place)) ?? null),
  pathContains: always(([path, item]) => items(path).some((each) => foldCase(each) === foldCase(textOf(item)))),
  digits: byFirst(digits),
  exponentDigits: byFirst(exponentDigits),
};
