import { z } from 'zod';
import { parseRange, parseSpan } from './ip-range.ts';
import {
  HeaderName,
  HeaderValue,
  HostOrPlaceholder,
  Name,
  Placeholder,
  PlainPath,
  Region,
  StatusRange,
} from './schema-words.ts';

const Monitor = z
  .strictObject({
    protocol: z.enum(['HTTP', 'HTTPS', 'TCP']),
    port: z.int().min(1).max(65535),
    path: PlainPath.optional(),
    intervalSeconds: z.union([z.literal(10), z.literal(30)], { error: 'must be 10 or 30' }).default(30),
    timeoutSeconds: z.int().min(5).max(10).default(10),
    toleratedFailures: z.int().min(0).max(9).default(3),
    expectedStatus: z.array(StatusRange).min(1).max(8).default(['200']),
    headers: z
      .array(z.strictObject({ name: HeaderName, value: HeaderValue }))
      .max(8)
      .default([]),
  })
  .refine(({ protocol, path }) => (protocol === 'TCP') === (path === undefined), {
    path: ['path'],
    error: 'is needed by HTTP and HTTPS, and not allowed with TCP',
  })
  .refine(({ intervalSeconds, timeoutSeconds }) => intervalSeconds === 30 || timeoutSeconds <= 9, {
    path: ['timeoutSeconds'],
    error: 'may be 9 at most where intervalSeconds is 10',
  });

const Subnet = z.string().refine((text) => parseRange(text) !== undefined || parseSpan(text) !== undefined, {
  error: 'must be a range such as "203.0.113.0/24", or "first-last"',
});

const Endpoint = z
  .strictObject({
    name: Name,
    /** A host name or an address; a nested profile by its name instead. */
    target: z
      .union([HostOrPlaceholder, z.ipv4(), z.ipv6()], { error: 'must be a host name, an address or a placeholder' })
      .optional(),
    profile: Name.optional(),
    minChildEndpoints: z.int().min(1).max(200).optional(),
    region: z.union([Placeholder, Region], { error: 'must be an Azure region, or a placeholder' }).optional(),
    priority: z.int().min(1).max(1000).optional(),
    weight: z.int().min(1).max(1000).default(1),
    geo: z
      .array(
        z.string().regex(/^(WORLD|GEO-[A-Z]{2,4}|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/, 'must be WORLD, GEO-EU, DE or US-CA'),
      )
      .default([]),
    subnets: z.array(Subnet).default([]),
    enabled: z.boolean().default(true),
    alwaysServe: z.boolean().default(false),
  })
  .refine(({ target, profile }) => (target === undefined) !== (profile === undefined), {
    path: ['target'],
    error: 'either a target or a nested profile is needed',
  })
  .refine(({ profile, minChildEndpoints }) => profile !== undefined || minChildEndpoints === undefined, {
    path: ['minChildEndpoints'],
    error: 'goes only with a nested profile',
  });

const METHODS = ['Performance', 'Priority', 'Weighted', 'Geographic', 'MultiValue', 'Subnet'] as const;

const profile = {
  method: z.enum(METHODS),
  ttlSeconds: z.int().min(0).max(2_147_483_647).default(60),
  enabled: z.boolean().default(true),
  /** Answers that MultiValue gives at once. */
  maxReturn: z.int().min(1).max(10).optional(),
  monitor: Monitor,
  endpoints: z.array(Endpoint).min(1),
};

/** One profile with the profiles that are nested in it. */
export const TrafficManager = z.strictObject({
  ...profile,
  nested: z.array(z.strictObject({ name: Name, ...profile })).default([]),
});

export type TrafficManager = Readonly<z.infer<typeof TrafficManager>>;
export type TrafficProfile = Omit<TrafficManager, 'nested'>;
export type TrafficEndpoint = TrafficProfile['endpoints'][number];
export type TrafficMonitor = TrafficProfile['monitor'];
