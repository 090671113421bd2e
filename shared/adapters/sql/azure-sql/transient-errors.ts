/**
 * Failures of Azure SQL that pass: the same work may succeed when it is done again from the start. Numbers are those
 * of the server's messages.
 */
const NUMBERS: ReadonlySet<number> = new Set([
  -2, // the server did not answer in time
  1205, // chosen as the victim of a deadlock
  1222, // a lock was not had in time
  3960, // a snapshot met a later change
  4060, // the database cannot be opened now
  4221, // a replica is not ready for sign-in
  10928, // the limit of workers is reached
  10929, // the server is too busy
  40143, // the service could not process the request
  40197, // the service met an error: failover, upgrade
  40501, // the service is busy
  40540, // the service is moving the database
  40613, // the database is not there now: it is being resumed, or failed over
  42108, // the pool is being resumed
  42109, // the pool is starting
  49918, // not enough resources for the request
  49919, // too many create or update operations
  49920, // too many operations
]);

/** Codes of the driver: the connection is gone, so that the server has rolled its transaction back. */
const CODES: ReadonlySet<string> = new Set(['ESOCKET', 'ECONNCLOSED', 'ECONNRESET', 'EPIPE', 'ENOTOPEN']);

/** Whether the failure, or one that it was wrapped around, is on the list. */
export function isTransient(thrown: unknown): boolean {
  for (const error of chainOf(thrown)) {
    const number: unknown = Reflect.get(error, 'number');
    if (typeof number === 'number' && NUMBERS.has(number)) return true;
    const code: unknown = Reflect.get(error, 'code');
    if (typeof code === 'string' && CODES.has(code)) return true;
    if (error.name === 'ConnectionError' && code === 'ETIMEOUT') return true;
  }
  return false;
}

const DEEPEST = 5;

function chainOf(thrown: unknown): readonly Error[] {
  const chain: Error[] = [];
  let next: unknown = thrown;
  while (next instanceof Error && chain.length < DEEPEST) {
    chain.push(next);
    next = Reflect.get(next, 'originalError') ?? next.cause;
  }
  return chain;
}
