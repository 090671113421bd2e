import { z } from 'zod';

/**
 * The shape of `routing.config.json` (what is deployed) and of the development overlay beside it.
 * Names and value ranges are those of Azure Front Door; what ties the parts together is checked in `parse-routing.ts`.
 */

/** Roles that the internet may reach, each through an origin that says it serves this role. */
const PUBLIC_ROLES = ['web-front-end', 'gateway', 'static'] as const;
/** Roles that only the Gateway may call. No origin, host or route may name one. */
export const INTERNAL_ROLES = ['presentation', 'data-movement'] as const;
/** What only the overlay of a development stack may put behind the edge. */
const DEVELOPMENT_ORIGINS = ['identity-provider', 'intake'] as const;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const MIB = 1024 * 1024;

const Name = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by "-"');
const Placeholder = z
  .string()
  .regex(/^\$\{[A-Z][A-Z0-9_]*\}$/, `must be a value, or \${NAME} to be filled in by the deployment`);
const HostName = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    'must be a lower-case host name without scheme, port or path',
  );
const Domain = z
  .string()
  .regex(
    /^(\*|(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)$/,
    'must be a host name, "*.host.name", or "*" for every host',
  );
const Pattern = z
  .string()
  .regex(
    /^\/([^*?#\s%\\]*\/)?(\*|[^*?#\s%\\/]*)$/,
    'must begin with "/" and may have one "*", at the end and after "/"',
  )
  .refine((pattern) => !/(^|\/)\.{1,2}(\/|$)/.test(pattern) && !pattern.includes('//'), {
    error: 'must not hold "//", "." or ".." as a segment',
  });
const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be a header name');
const HeaderValue = z.string().regex(/^[\x20-\x7e]*$/, 'must be printable ASCII');

const HeaderAction = z
  .strictObject({
    type: z.enum(['ModifyRequestHeader', 'ModifyResponseHeader']),
    op: z.enum(['Overwrite', 'Append', 'Delete']),
    header: HeaderName,
    value: HeaderValue.optional(),
  })
  .refine((action) => (action.op === 'Delete') === (action.value === undefined), {
    path: ['value'],
    error: 'is needed to Overwrite or Append, and not allowed for Delete',
  });
const Rule = z.strictObject({ name: Name, actions: z.array(HeaderAction).min(1).max(5) });
const RuleSet = z.strictObject({ name: Name, rules: z.array(Rule).min(1).max(25) });

/** A cache duration as Front Door writes it, such as `1.00:00:00` for a day. */
export const DURATION = /^(?:(\d{1,3})\.)?([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;
const CacheRule = z
  .strictObject({
    behavior: z.enum(['HonorOrigin', 'OverrideAlways', 'OverrideIfOriginMissing']),
    duration: z.string().regex(DURATION, 'must be d.hh:mm:ss or hh:mm:ss').optional(),
    queryMode: z.enum([
      'IgnoreQueryString',
      'UseQueryString',
      'IgnoreSpecifiedQueryStrings',
      'IncludeSpecifiedQueryStrings',
    ]),
    queryParameters: z.array(z.string().min(1)).default([]),
    compression: z.strictObject({ types: z.array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/)).min(1) }).optional(),
  })
  .refine((rule) => (rule.behavior === 'HonorOrigin') === (rule.duration === undefined), {
    path: ['duration'],
    error: 'is needed by the Override behaviours, and not allowed with HonorOrigin',
  })
  .refine((rule) => rule.queryMode.includes('Specified') === rule.queryParameters.length > 0, {
    path: ['queryParameters'],
    error: 'is needed by the Specified query modes, and not allowed with the others',
  });

const origin = <const R extends readonly [string, ...string[]]>(roles: R) =>
  z.strictObject({
    name: Name,
    serves: z.enum(roles, { error: ({ input }) => refuseOrigin(input, roles) }),
    host: z.union([Placeholder, HostName], { error: `must be a host name, or \${NAME} to be filled in` }),
    hostHeader: z.union([Placeholder, HostName]).optional(),
    priority: z.int().min(1).max(5).default(1),
    weight: z.int().min(1).max(1000).default(50),
    enabled: z.boolean().default(true),
  });

const originGroup = <const R extends readonly [string, ...string[]]>(roles: R) =>
  z.strictObject({ name: Name, origins: z.array(origin(roles)).min(1) });

function refuseOrigin(input: unknown, roles: readonly string[]): string {
  if (INTERNAL_ROLES.some((role) => role === input)) return internalRole(String(input));
  if (DEVELOPMENT_ORIGINS.some((role) => role === input)) {
    return `"${String(input)}" belongs in the development overlay; a deployed configuration may not have it`;
  }
  return `must be one of ${roles.map((role) => `"${role}"`).join(', ')}`;
}

/** The sentence for a configuration that names a role which must not be reachable from outside. */
export function internalRole(role: string): string {
  return `"${role}" is an internal role: only the Gateway calls it, so the edge may not route to it`;
}

const route = (largestTimeoutSeconds: number, largestBody: number) =>
  z.strictObject({
    name: Name,
    domains: z.array(Domain).min(1).default(['*']),
    patterns: z.array(Pattern).min(1),
    methods: z.array(z.enum(METHODS)).min(1).optional(),
    originGroup: Name,
    /** Takes the place of the matched path; after a wildcard pattern the rest of the path is kept. */
    originPath: z
      .string()
      .regex(/^\/([^*?#\s]*\/)?$/, 'must begin and end with "/"')
      .optional(),
    timeoutSeconds: z.int().min(1).max(largestTimeoutSeconds).optional(),
    bodyBytes: z.int().min(0).max(largestBody).optional(),
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
  originGroups: z.array(originGroup(PUBLIC_ROLES)).min(1),
  ruleSets: z.array(RuleSet).default([]),
  routes: z.array(route(240, 100 * MIB)).min(1),
});

const DevelopmentRoute = route(3600, 5 * 1024 * MIB).extend({
  /** `X-MS-*` request headers that this origin needs; all others are stripped. A final `*` stands for any ending. */
  keepRequestHeaders: z
    .array(z.string().regex(/^x-ms-(?!client-principal|token|\*)[a-z0-9-]+\*?$/, 'must be a lower-case "x-ms-" name'))
    .default([]),
});

/** Routes that only a development stack adds: the local identity provider and the intake account. */
export const RoutingOverlay = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  kind: z.literal('development'),
  originGroups: z.array(originGroup(DEVELOPMENT_ORIGINS)).min(1),
  ruleSets: z.array(RuleSet).default([]),
  routes: z.array(DevelopmentRoute).min(1),
});

export type RoutingConfig = z.infer<typeof RoutingConfig>;
export type RoutingOverlay = z.infer<typeof RoutingOverlay>;
export type CacheRule = Readonly<z.infer<typeof CacheRule>>;
export type HeaderAction = Readonly<z.infer<typeof HeaderAction>>;
