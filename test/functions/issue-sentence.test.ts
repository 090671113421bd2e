import { expect, test } from 'vitest';
import { z } from 'zod';
import { readStrict } from '../../functions/read-body.ts';
import { PinRequest } from '../../shared/contract/azimuth.ts';
import { GroupCreationRequest } from '../../shared/contract/power-bi.ts';
import type { Fault } from '../../shared/domain/faults.ts';

const refusal = (schema: z.ZodType, value: unknown) => {
  try {
    readStrict(schema, value);
  } catch (thrown) {
    const { detail } = thrown as Fault<'request-invalid'>;
    return `${detail.what} (at ${detail.where})`;
  }
  return 'accepted';
};

test.each<[z.ZodType, unknown, string]>([
  [GroupCreationRequest, { name: '' }, 'This must not be empty (at name)'],
  [GroupCreationRequest, {}, 'A text is missing (at name)'],
  [GroupCreationRequest, { name: 7 }, 'This must be a text (at name)'],
  [GroupCreationRequest, { name: 'x'.repeat(201) }, 'This must be at most 200 characters (at name)'],
  [GroupCreationRequest, [], 'This must be an object (at the body)'],
  [PinRequest, { reportId: 'seven', pageName: 'a', visualName: 'b' }, 'This must be an id (a GUID) (at reportId)'],
  [
    PinRequest,
    { reportId: crypto.randomUUID(), pageName: 'a', visualName: 'b', extra: 1 },
    'There is no member "extra" (at the body)',
  ],
  [z.object({ a: z.enum(['x', 'y']) }), { a: 'z' }, 'This must be one of x, y (at a)'],
])('%#: what is wrong is said in words of people', (schema, value, expected) => {
  expect(refusal(schema, value)).toBe(expected);
});
