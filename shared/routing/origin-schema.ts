import { z } from 'zod';
import {
  DEVELOPMENT_ORIGINS,
  HostOrPlaceholder,
  INTERNAL_ROLES,
  internalRole,
  Name,
  PlainPath,
} from './schema-words.ts';

/** What is asked of each origin of a group, and how often (X-04). */
export const Probe = z.strictObject({
  path: PlainPath.default('/'),
  method: z.enum(['HEAD', 'GET']).default('HEAD'),
  protocol: z.enum(['Http', 'Https']).default('Https'),
  intervalSeconds: z.int().min(1).max(255).default(30),
});

/** How samples become health, and how much slower than the fastest an origin may be and still be asked. */
export const LoadBalancing = z
  .strictObject({
    sampleSize: z.int().min(1).max(255).default(4),
    successfulSamplesRequired: z.int().min(1).max(255).default(3),
    additionalLatencyMs: z.int().min(0).max(1000).default(50),
  })
  .refine(({ sampleSize, successfulSamplesRequired }) => successfulSamplesRequired <= sampleSize, {
    path: ['successfulSamplesRequired'],
    error: 'may not be larger than sampleSize',
  });

/** The resource that a private endpoint leads to, filled in by the deployment, and of which kind it is. */
const PrivateLink = z.strictObject({
  resource: z
    .string()
    .regex(/^(\$\{[A-Z][A-Z0-9_]*\}|\/subscriptions\/[^\s]+)$/, 'must be a resource id or a placeholder'),
  groupId: z.enum(['sites', 'blob', 'web']),
  location: z.string().min(1),
});

const origin = <const R extends readonly [string, ...string[]]>(roles: R) =>
  z.strictObject({
    name: Name,
    serves: z.enum(roles, { error: ({ input }) => refuseOrigin(input, roles) }),
    host: HostOrPlaceholder,
    hostHeader: HostOrPlaceholder.optional(),
    priority: z.int().min(1).max(5).default(1),
    weight: z.int().min(1).max(1000).default(50),
    enabled: z.boolean().default(true),
    httpPort: z.int().min(1).max(65535).default(80),
    httpsPort: z.int().min(1).max(65535).default(443),
    nameCheck: z.boolean().default(true),
    privateLink: PrivateLink.optional(),
  });

/** A group of origins that can stand in for each other. */
export const originGroup = <const R extends readonly [string, ...string[]]>(roles: R) =>
  z.strictObject({
    name: Name,
    origins: z.array(origin(roles)).min(1),
    probe: Probe.optional(),
    loadBalancing: LoadBalancing.prefault({}),
    sessionAffinity: z.boolean().default(false),
  });

function refuseOrigin(input: unknown, roles: readonly string[]): string {
  if (INTERNAL_ROLES.some((role) => role === input)) return internalRole(String(input));
  if (DEVELOPMENT_ORIGINS.some((role) => role === input)) {
    return `"${String(input)}" belongs in the development overlay; a deployed configuration may not have it`;
  }
  return `must be one of ${roles.map((role) => `"${role}"`).join(', ')}`;
}

export type Probe = Readonly<z.infer<typeof Probe>>;
export type LoadBalancing = Readonly<z.infer<typeof LoadBalancing>>;
