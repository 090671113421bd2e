/** What Front Door lets no rule of either direction touch. */
const RESERVED: ReadonlySet<string> = new Set([
  'accept-ranges',
  'connection',
  'content-length',
  'expect',
  'forwarded',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'keep-alive',
  'last-modified',
  'range',
  'te',
  'transfer-encoding',
  'upgrade',
  'via',
  'warning',
  'x-ms-force-refresh',
  'x-ms-via',
  'x-msedge-ref',
]);
/** Names that begin so are Front Door's own. */
const RESERVED_STARTS = ['x-azure-', 'x-ec-', 'x-fd-', 'x-forwarded-'];

/** Says whether a header is one that only the edge itself sets, so that a deployment with a rule for it would fail. */
export function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED.has(lower) || RESERVED_STARTS.some((start) => lower.startsWith(start));
}
