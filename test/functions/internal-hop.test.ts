import { describe, expect, test } from 'vitest';
import { fromGateway, type HopDeps } from '../../functions/internal-hop.ts';
import { OPERATIONS } from '../../functions/operations.ts';
import { answering, done, HOP_REFUSED_HEADER } from '../../functions/reply.ts';
import { Fault } from '../../shared/domain/faults.ts';

const [operation] = OPERATIONS;

/** The answer of an internal role to a call that comes without a context. */
async function refused(verifyServiceToken: HopDeps['verifyServiceToken']): Promise<Response> {
  if (operation === undefined) throw new Error('There are no operations.');
  const deps: HopDeps = {
    audience: 'api://presentation',
    verifyServiceToken,
    findKey: async () => undefined,
    now: () => new Date(),
  };
  const handler = answering(
    fromGateway(
      async () => deps,
      operation,
      async () => done(),
    ),
  );
  const invocation = { signal: new AbortController().signal, log: () => undefined };
  return handler(new Request('http://presentation/internal/presentation/v1.0/myorg/groups'), invocation);
}

describe('a call that an internal role does not believe', () => {
  test('is refused with a mark by which the Gateway knows that the hop was meant', async () => {
    const answer = await refused(async () => undefined);
    expect([answer.status, answer.headers.has(HOP_REFUSED_HEADER)]).toEqual([403, true]);
    const withoutToken = await refused(() => Promise.reject(new Fault('token-missing', {})));
    expect([withoutToken.status, withoutToken.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer']);
  });
});
