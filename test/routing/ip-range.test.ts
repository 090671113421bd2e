import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInRange, parseAddress, parseRange, parseSpan } from '../../shared/routing/ip-range.ts';

const isIn = (address: string, text: string) => {
  const parsed = parseAddress(address);
  const range = parseRange(text) ?? parseSpan(text);
  return parsed !== undefined && range !== undefined && isInRange(parsed, range);
};

test.each([
  ['5.5.5.64', '5.5.5.64/26', true],
  ['5.5.5.127', '5.5.5.64/26', true],
  ['5.5.5.128', '5.5.5.64/26', false],
  ['5.5.5.63', '5.5.5.64/26', false],
  ['1:2:3:ffff:ffff:ffff:ffff:ffff', '1:2:3::/48', true],
  ['1:2:4::', '1:2:3::/48', false],
  ['::ffff:10.1.2.3', '10.0.0.0/8', true],
  ['::ffff:a01:203', '10.0.0.0/8', true],
  ['10.1.2.3', '::/0', false],
  ['10.1.2.3', '0.0.0.0/0', true],
  ['10.0.0.5', '10.0.0.1-10.0.0.5', true],
  ['10.0.0.6', '10.0.0.1-10.0.0.5', false],
  ['::1', '::1', true],
])('%s in %s: %s', (address, range, expected) => {
  expect(isIn(address, range)).toBe(expected);
});

test.each([
  '',
  '1.2.3',
  '1.2.3.256',
  '01.2.3.4',
  '1.2.3.4.5',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  'fe80::1%eth0',
  '::1.2.3',
])('"%s" is no address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.5-10.0.0.1', '10.0.0.1-::1', '10.0.0.1-2-3'])(
  '"%s" is no range',
  (text) => {
    expect(parseRange(text) ?? parseSpan(text)).toBeUndefined();
  },
);

test('every address is in each of its own networks and reads the same with or without zeros left out', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, length) => {
      expect(isIn(address, `${address}/${length}`)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
      const long = groups.map((group) => group.toString(16)).join(':');
      const short = new URL(`http://[${long}]/`).hostname.slice(1, -1);
      expect(parseAddress(short)).toEqual(parseAddress(long));
      expect(parseAddress(long)).toBeDefined();
    }),
  );
});
