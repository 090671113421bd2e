import type { Tls } from './tls-schema.ts';

/** The `Strict-Transport-Security` value to send; undefined over plain HTTP, where browsers must not heed it. */
export function strictTransportSecurity({ hsts }: Tls, scheme: 'http' | 'https'): string | undefined {
  if (hsts === undefined || scheme === 'http') return undefined;
  const { maxAgeSeconds, includeSubDomains, preload } = hsts;
  return [`max-age=${maxAgeSeconds}`, includeSubDomains && 'includeSubDomains', preload && 'preload']
    .filter(Boolean)
    .join('; ');
}
