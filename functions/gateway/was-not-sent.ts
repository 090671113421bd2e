/** What connecting fails with, before a byte of the request is on its way. */
const BEFORE_SENDING: readonly unknown[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Whether a request failed before it can have reached anybody, by its own code or that of what caused it. */
export function wasNotSent(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = 'code' in thrown ? thrown.code : undefined;
  return BEFORE_SENDING.includes(code) || wasNotSent(thrown.cause);
}
