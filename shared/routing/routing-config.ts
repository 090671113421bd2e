import { z } from 'zod';
import { CacheRule } from './cache-schema.ts';
import { GatewayPolicies } from './gateway-policies-schema.ts';
import { ClusterSpec, Lockdown, NetworkAccess, RegionSpec } from './network-schema.ts';
import { originGroup } from './origin-schema.ts';
import { RuleSet } from './rule-schema.ts';
import {
  DEPLOYED_ORIGINS,
  DEVELOPMENT_ORIGINS,
  Domain,
  METHODS,
  MIB,
  Name,
  Pattern,
  Placeholder,
} from './schema-words.ts';
import { CustomDomain, Tls } from './tls-schema.ts';
import { TrafficManager } from './traffic-manager-schema.ts';
import { Waf } from './waf-schema.ts';

/**
 * The shape of `routing.config.json` (what is deployed) and of the development overlay beside it.
 * Names and value ranges are those of Azure Front Door; what ties the parts together is checked in `check-references.ts`.
 */

/** What one PUT of a block blob may carry. */
const LARGEST_UPLOAD = 5000 * MIB;

const route = (largestTimeoutSeconds: number) =>
  z.strictObject({
    name: Name,
    domains: z.array(Domain).min(1).default(['*']),
    patterns: z.array(Pattern).min(1),
    methods: z.array(z.enum(METHODS)).min(1).optional(),
    protocols: z
      .array(z.enum(['Http', 'Https']))
      .min(1)
      .default(['Http', 'Https']),
    /** Plain HTTP is sent to HTTPS; a development stack on loopback serves it instead. */
    httpsRedirect: z.boolean().default(false),
    forwarding: z.enum(['HttpOnly', 'HttpsOnly', 'MatchRequest']).default('MatchRequest'),
    originGroup: Name,
    /** Takes the place of the matched path; after a wildcard pattern the rest of the path is kept. */
    originPath: z
      .string()
      .regex(/^\/([^*?#\s]*\/)?$/, 'must begin and end with "/"')
      .optional(),
    timeoutSeconds: z.int().min(1).max(largestTimeoutSeconds).optional(),
    /** More than `limits.bodyBytes` only where the route leads to the intake account. */
    bodyBytes: z.int().min(0).max(LARGEST_UPLOAD).optional(),
    /** `X-MS-*` request headers that the intake account needs; all others are stripped. A final `*` stands for any ending. */
    keepRequestHeaders: z
      .array(z.string().regex(/^x-ms-(?!client-principal|token|\*)[a-z0-9-]+\*?$/, 'must be a lower-case "x-ms-" name'))
      .default([]),
    ruleSets: z.array(Name).default([]),
    cache: CacheRule.nullable().default(null),
    enabled: z.boolean().default(true),
  });

/** What is deployed. Its `$schema` is printed from here, and a test keeps the two equal. */
export const RoutingConfig = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  profile: z.strictObject({
    name: Name,
    sku: z.enum(['Standard_AzureFrontDoor', 'Premium_AzureFrontDoor']).default('Premium_AzureFrontDoor'),
    frontDoorId: z.union([Placeholder, z.guid()], { error: `must be a GUID, or \${NAME} to be filled in` }),
    originResponseTimeoutSeconds: z.int().min(16).max(240),
  }),
  limits: z.strictObject({
    urlBytes: z.int().min(1024).max(8192),
    headerBytes: z.int().min(4096).max(65536),
    bodyBytes: z
      .int()
      .min(0)
      .max(100 * MIB),
  }),
  tls: Tls.prefault({}),
  domains: z.array(CustomDomain).default([]),
  originGroups: z.array(originGroup(DEPLOYED_ORIGINS)).min(1),
  ruleSets: z.array(RuleSet).default([]),
  routes: z.array(route(240)).min(1),
  waf: Waf.optional(),
  trafficManager: TrafficManager.optional(),
  gatewayPolicies: GatewayPolicies.optional(),
  regions: z.array(RegionSpec).default([]),
  clusters: z.array(ClusterSpec).default([]),
  networkAccess: NetworkAccess.prefault({}),
  lockdown: Lockdown.prefault({}),
});

/** Routes that only a development stack adds: the local identity provider, the intake accounts of further regions. */
export const RoutingOverlay = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  kind: z.literal('development'),
  originGroups: z.array(originGroup(DEVELOPMENT_ORIGINS)).min(1),
  ruleSets: z.array(RuleSet).default([]),
  routes: z.array(route(3600)).min(1),
});

export type RoutingConfig = z.infer<typeof RoutingConfig>;
export type RoutingOverlay = z.infer<typeof RoutingOverlay>;
export type { CacheRule } from './cache-schema.ts';
export type { HeaderAction } from './rule-schema.ts';
