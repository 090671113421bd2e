import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parentSpanOf, traceIdOf } from '../../shared/telemetry/trace-id.ts';

const ID = '0d9c4c1e-7a55-4d3c-9a53-0a1b2c3d4e5f';
const TRACE = '0d9c4c1e7a554d3c9a530a1b2c3d4e5f';

describe('the trace of a request', () => {
  test('is the edge’s GUID without its dashes, so that an error’s id is what one searches for', () => {
    expect(traceIdOf(ID)).toBe(TRACE);
    expect(traceIdOf(ID.toUpperCase())).toBe(TRACE);
  });

  test.each(['0zxV+XAAAAABKMMOjBv2NT4TY6SQVjC0zV1NURURHRTA2MTkA', '00000000-0000-0000-0000-000000000000', ''])(
    'is a digest of an id that is no GUID or all zero: "%s"',
    (id) => {
      expect(traceIdOf(id)).toMatch(/^(?!0+$)[\da-f]{32}$/);
      expect(traceIdOf(id)).toBe(traceIdOf(id));
    },
  );

  test('is always one that W3C allows', () => {
    fc.assert(fc.property(fc.string(), (id) => /^(?!0{32})[\da-f]{32}$/.test(traceIdOf(id))));
  });
});

describe('the span that a request came from', () => {
  test('is the one of the same trace that the header names', () => {
    expect(parentSpanOf(TRACE, `00-${TRACE}-00f067aa0ba902b7-01`)).toBe('00f067aa0ba902b7');
  });

  test.each([
    null,
    '',
    'nonsense',
    `00-${'a'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${TRACE}-0000000000000000-01`,
    `ff-${TRACE}-00f067aa0ba902b7-01`,
    `00-${TRACE}-00f067aa0ba902b7-01-more`,
  ])('is the edge’s where the header is missing, a client’s own, or broken: %s', (header) => {
    expect(parentSpanOf(TRACE, header)).toBe('9a530a1b2c3d4e5f');
  });

  test('is one that W3C allows, also of a trace with zeros', () => {
    expect(parentSpanOf(`1${'0'.repeat(31)}`, null)).toBe('1000000000000000');
  });
});
