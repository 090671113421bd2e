import { RestError } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { asStoreTrouble } from '../../../shared/adapters/blob/store-trouble.ts';
import { Fault } from '../../../shared/domain/faults.ts';

const named = (name: string) => Object.assign(new Error('…'), { name });

test.each([
  ['a store that refuses', new RestError('no', { statusCode: 403 })],
  ['a store that is down', new RestError('no', { code: 'REQUEST_SEND_ERROR' })],
  ['an identity that gets no token', named('CredentialUnavailableError')],
  ['an identity that is refused', named('AuthenticationError')],
])('%s is trouble that passes', (_, thrown) => {
  expect(asStoreTrouble(thrown)).toMatchObject({ code: 'upstream-unavailable', cause: thrown });
});

test.each([
  ['a call that was given up', named('AbortError')],
  ['a mistake of ours', new TypeError('undefined is not a function')],
  ['a fault', new Fault('not-found', { what: 'dataset' })],
])('%s stays what it is', (_, thrown) => {
  expect(asStoreTrouble(thrown)).toBe(thrown);
});
