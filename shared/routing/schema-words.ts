import { z } from 'zod';

/** The words that every part of a routing document is made of: names, hosts, addresses, headers. */

export const MIB = 1024 * 1024;

/** Roles that the internet may reach, each through an origin that says it serves this role. */
const PUBLIC_ROLES = ['web-front-end', 'gateway', 'static'] as const;
/** Roles that only the Gateway may call. No origin, host or route may name one. */
export const INTERNAL_ROLES = ['presentation', 'data-movement'] as const;
/** What a deployed origin may serve: a public role, or the account that uploads go to, which is no role and has rules of its own. */
export const DEPLOYED_ORIGINS = [...PUBLIC_ROLES, 'intake'] as const;
/** What the overlay of a development stack may put behind the edge. */
export const DEVELOPMENT_ORIGINS = ['identity-provider', 'intake'] as const;

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export const Name = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by "-"');
export const Placeholder = z
  .string()
  .regex(/^\$\{[A-Z][A-Z0-9_]*\}$/, `must be a value, or \${NAME} to be filled in by the deployment`);
export const HostName = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    'must be a lower-case host name without scheme, port or path',
  );
export const HostOrPlaceholder = z.union([Placeholder, HostName], {
  error: `must be a host name, or \${NAME} to be filled in`,
});
export const Domain = z
  .string()
  .regex(
    /^(\*|(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)$/,
    'must be a host name, "*.host.name", or "*" for every host',
  );
export const Pattern = z
  .string()
  .regex(
    /^\/([^*?#\s%\\]*\/)?(\*|[^*?#\s%\\/]*)$/,
    'must begin with "/" and may have one "*", at the end and after "/"',
  )
  .refine((pattern) => !/(^|\/)\.{1,2}(\/|$)/.test(pattern) && !pattern.includes('//'), {
    error: 'must not hold "//", "." or ".." as a segment',
  });
/** A path that is asked for as it stands. */
export const PlainPath = z.string().regex(/^\/[^*?#\s\\]*$/, 'must be a path that begins with "/"');
export const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be a header name');
export const HeaderValue = z.string().regex(/^[\x20-\x7e]*$/, 'must be printable ASCII');
/** An Azure region such as `westeurope`. */
export const Region = z.string().regex(/^[a-z]{3,30}\d?$/, 'must be an Azure region such as "westeurope"');
/** `200-299`, or one status. */
export const StatusRange = z
  .string()
  .regex(/^[1-5]\d\d(-[1-5]\d\d)?$/, 'must be a status such as "200" or a range such as "200-299"')
  .refine((range) => Number(range.slice(0, 3)) <= Number(range.slice(-3)), { error: 'must begin below its end' });

/** The sentence for a configuration that names a role which must not be reachable from outside. */
export function internalRole(role: string): string {
  return `"${role}" is an internal role: only the Gateway calls it, so the edge may not route to it`;
}
