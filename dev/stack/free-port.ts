import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StackFailure } from './stack-failure.ts';

const HOSTS = ['127.0.0.1', '::1'] as const;
/** This machine has no such address: nobody can hold the port on it. */
const ABSENT: readonly (string | undefined)[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function tryListen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}

/** Refuses with one sentence where somebody else listens on the port already. `advice` says what else can be done. */
export async function demandFreePort(port: number, what: string, advice = ''): Promise<void> {
  for (const host of HOSTS) {
    try {
      await tryListen(port, host);
    } catch (cause) {
      if (ABSENT.includes(codeOf(cause))) continue;
      const why = codeOf(cause) === 'EACCES' ? 'may not be used by you' : 'is taken by another program';
      throw new StackFailure(`Port ${port} (${what}) ${why}. Stop that program${advice}.`, { cause });
    }
  }
}

/** Below what systems give to outgoing connections (Linux from 32768, others from 49152), which come and go at any time. */
const FIRST_PORT = 15_000;
const LAST_PORT = 31_999;
const TRIES = 100;

/**
 * A port that was free a moment ago, by chance from a range that no outgoing connection takes: several stacks that
 * start at the same time do not get in each other's way.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    const found = await tryListen(port, '127.0.0.1').catch(() => undefined);
    if (found !== undefined) return found;
  }
  throw new StackFailure(`No free port was found between ${FIRST_PORT} and ${LAST_PORT}.`);
}
