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

/** A port that was free a moment ago. */
export function findFreePort(): Promise<number> {
  return tryListen(0, '127.0.0.1');
}
