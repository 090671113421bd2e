const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

/** Says whether a header (lower-case) speaks of one connection only and must not be passed on. */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name);
}

/**
 * The further headers that a message's own `Connection` header declares to be for one connection; lower-case. What frames or
 * addresses the message is never among them: dropping it would change where the message ends.
 */
export function connectionOptions(rawHeaders: readonly string[]): readonly string[] {
  let options: string[] | undefined;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const value = rawHeaders[i + 1] ?? '';
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue;
    if (value === 'keep-alive' || value === 'close') continue;
    const named = value
      .toLowerCase()
      .split(',')
      .map((option) => option.trim());
    options = [...(options ?? []), ...named.filter((option) => option !== 'content-length' && option !== 'host')];
  }
  return options ?? NONE;
}

const NONE: readonly string[] = [];
