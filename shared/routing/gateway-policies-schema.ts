import { z } from 'zod';
import { HeaderName, METHODS, Name, Pattern, Placeholder, StatusRange } from './schema-words.ts';

/** The Gateway's duties of the edge kind, in API Management's words, so that either can do them. */

const Origin = z
  .string()
  .regex(
    /^(\*|\$\{[A-Z][A-Z0-9_]*\}|https?:\/\/[a-z0-9.-]+(:\d{1,5})?)$/,
    'must be an origin such as "https://app.example"',
  );
const Url = z.union(
  [Placeholder, z.url({ protocol: /^https$/ }), z.string().regex(/^\$\{[A-Z][A-Z0-9_]*\}\/[^\s]*$/)],
  {
    error: 'must be an https address, or begin with a placeholder',
  },
);

const ValidateJwt = z.strictObject({
  openIdConfig: Url,
  audiences: z.array(z.string().min(1)).min(1),
  /** `{tid}` stands for the token's own tenant. */
  issuers: z.array(z.string().min(1)).default([]),
  requireExpirationTime: z.boolean().default(true),
  clockSkewSeconds: z.int().min(0).max(300).default(0),
  requiredClaims: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        match: z.enum(['all', 'any']).default('all'),
        values: z.array(z.string().min(1)).default([]),
        separator: z.string().length(1).optional(),
      }),
    )
    .default([]),
});

const Key = z.enum(['tid', 'tid+oid', 'address']);

export const RateLimit = z
  .strictObject({
    calls: z.int().min(1).max(100_000),
    periodSeconds: z.int().min(1).max(300),
    key: Key,
    /** Count only answers of these statuses. */
    countOnly: z.array(StatusRange).optional(),
    incrementBy: z.int().min(1).max(1000).default(1),
    remainingHeader: HeaderName.optional(),
  })
  .refine(({ calls, incrementBy }) => incrementBy <= calls, {
    path: ['incrementBy'],
    error: 'may not be larger than calls',
  });

const Quota = z
  .strictObject({
    calls: z.int().min(1).optional(),
    bandwidthKB: z.int().min(1).optional(),
    /** 0 counts for ever. */
    periodSeconds: z
      .int()
      .min(0)
      .refine((seconds) => seconds === 0 || seconds >= 300, { error: 'must be 0, or 300 at least' }),
    key: Key,
  })
  .refine(({ calls, bandwidthKB }) => calls !== undefined || bandwidthKB !== undefined, {
    error: 'needs calls, bandwidthKB, or both',
  });

const Cors = z
  .strictObject({
    origins: z.array(Origin).min(1),
    methods: z.array(z.enum(METHODS)).min(1).default(['GET', 'POST']),
    headers: z.array(z.union([HeaderName, z.literal('*')])).default([]),
    exposeHeaders: z.array(HeaderName).default([]),
    credentials: z.boolean().default(false),
    maxAgeSeconds: z.int().min(0).max(86_400).optional(),
    terminateUnmatched: z.boolean().default(true),
  })
  .refine(({ origins, credentials }) => !credentials || !origins.includes('*'), {
    path: ['credentials'],
    error: 'may not go with every origin',
  });

export const CircuitBreaker = z
  .strictObject({
    failures: z.int().min(1).max(10_000).optional(),
    percentage: z.int().min(1).max(100).optional(),
    intervalSeconds: z.int().min(1).max(3600),
    status: z.array(StatusRange).min(1).max(10),
    tripSeconds: z.int().min(1).max(3600),
    acceptRetryAfter: z.boolean().default(true),
  })
  .refine(({ failures, percentage }) => (failures === undefined) !== (percentage === undefined), {
    path: ['failures'],
    error: 'either failures or percentage is needed',
  });

const Backend = z
  .strictObject({
    name: Name,
    /** An origin of this document, or other backends of this list. */
    origin: Name.optional(),
    circuitBreaker: CircuitBreaker.optional(),
    pool: z
      .array(
        z.strictObject({
          backend: Name,
          priority: z.int().min(1).max(100).default(1),
          weight: z.int().min(0).max(100).default(100),
        }),
      )
      .min(1)
      .optional(),
  })
  .refine(({ origin, pool }) => (origin === undefined) !== (pool === undefined), {
    path: ['origin'],
    error: 'either an origin or a pool is needed',
  })
  .refine(({ pool, circuitBreaker }) => pool === undefined || circuitBreaker === undefined, {
    path: ['circuitBreaker'],
    error: 'belongs to the members of a pool, not to the pool',
  });

const Api = z.strictObject({
  name: Name,
  patterns: z.array(Pattern).min(1),
  backend: Name,
  cors: Cors.optional(),
  validateJwt: ValidateJwt.optional(),
  rateLimits: z.array(RateLimit).default([]),
  quotas: z.array(Quota).default([]),
  /** A final `*` stands for any ending. */
  stripHeaders: z
    .array(z.string().regex(/^[A-Za-z0-9-]+\*?$/, 'must be a header name, with "*" at most at its end'))
    .default([]),
  /** A Functions answer must come within 230 s. */
  forward: z.strictObject({ timeoutSeconds: z.int().min(1).max(230) }).prefault({ timeoutSeconds: 220 }),
});

export const GatewayPolicies = z.strictObject({ apis: z.array(Api).min(1), backends: z.array(Backend).min(1) });

export type GatewayPolicies = Readonly<z.infer<typeof GatewayPolicies>>;
export type ApiPolicy = GatewayPolicies['apis'][number];
export type BackendPolicy = GatewayPolicies['backends'][number];
export type ValidateJwt = Readonly<z.infer<typeof ValidateJwt>>;
export type RateLimit = Readonly<z.infer<typeof RateLimit>>;
export type Quota = Readonly<z.infer<typeof Quota>>;
export type Cors = Readonly<z.infer<typeof Cors>>;
export type CircuitBreaker = Readonly<z.infer<typeof CircuitBreaker>>;
