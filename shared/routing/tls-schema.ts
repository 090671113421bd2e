import { z } from 'zod';
import { HostOrPlaceholder, Placeholder } from './schema-words.ts';

const NOTHING_LOWER = 'must be "TLS12" or "TLS13": nothing lower may connect';

/** What a connection must be. A document cannot ask for less than TLS 1.2. */
export const Tls = z.strictObject({
  minimumVersion: z.enum(['TLS12', 'TLS13'], { error: NOTHING_LOWER }).default('TLS12'),
  cipherSuiteSet: z.enum(['TLS12_2022', 'TLS12_2023']).default('TLS12_2023'),
  hsts: z
    .strictObject({
      maxAgeSeconds: z.int().min(0).max(63_072_000),
      includeSubDomains: z.boolean().default(false),
      preload: z.boolean().default(false),
    })
    .refine(
      ({ preload, includeSubDomains, maxAgeSeconds }) => !preload || (includeSubDomains && maxAgeSeconds >= 31_536_000),
      { path: ['preload'], error: 'needs includeSubDomains and a maxAgeSeconds of a year or more' },
    )
    .optional(),
});

/** A host name of our own, and whose certificate it shows: one that Front Door renews, or one from the key vault. */
export const CustomDomain = z.strictObject({
  host: HostOrPlaceholder,
  certificate: z
    .union([z.literal('managed'), z.strictObject({ keyVaultSecret: Placeholder })], {
      error: `must be "managed", or { "keyVaultSecret": "\${NAME}" }`,
    })
    .default('managed'),
});

export type Tls = Readonly<z.infer<typeof Tls>>;
export type CustomDomain = Readonly<z.infer<typeof CustomDomain>>;
