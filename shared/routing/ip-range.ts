/** An address as a number of 32 or 128 bits. */
export type IpAddress = { readonly bits: 32 | 128; readonly value: bigint };
/** All addresses from the first to the last. */
export type IpRange = { readonly bits: 32 | 128; readonly first: bigint; readonly last: bigint };

/** Reads an IPv4 or IPv6 address; undefined where it is none. IPv4 in IPv6's clothes (`::ffff:…`) is IPv4. */
export function parseAddress(text: string): IpAddress | undefined {
  if (!text.includes(':')) return parseV4(text);
  const value = parseV6(text);
  if (value === undefined) return undefined;
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffff_ffffn } : { bits: 128, value };
}

/** Reads `address/length` or a single address as a range; undefined where it is neither. */
export function parseRange(text: string): IpRange | undefined {
  const [address = '', length, ...more] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined || more.length > 0) return undefined;
  const { bits, value } = parsed;
  if (length === undefined) return { bits, first: value, last: value };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  const rest = BigInt(bits - Number(length));
  const first = (value >> rest) << rest;
  return { bits, first, last: first | ((1n << rest) - 1n) };
}

/** Says whether an address lies in a range; an IPv4 address never lies in an IPv6 range. */
export function isInRange({ bits, value }: IpAddress, range: IpRange): boolean {
  return bits === range.bits && value >= range.first && value <= range.last;
}

function parseV4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return { bits: 32, value };
}

function parseV6(text: string): bigint | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = dotted === null ? undefined : parseV4(dotted[2] ?? '');
  if (dotted !== null && tail === undefined) return undefined;
  const hex =
    dotted === null || tail === undefined
      ? text
      : `${dotted[1]}${(tail.value >> 16n).toString(16)}:${(tail.value & 0xffffn).toString(16)}`;
  const halves = hex.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], end = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - end.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...end];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** Reads `first-last` as a range; undefined where it is none. */
export function parseSpan(text: string): IpRange | undefined {
  const [from = '', to = '', ...more] = text.split('-');
  const [first, last] = [parseAddress(from), parseAddress(to)];
  if (more.length > 0 || first === undefined || last === undefined) return undefined;
  if (first.bits !== last.bits || first.value > last.value) return undefined;
  return { bits: first.bits, first: first.value, last: last.value };
}
