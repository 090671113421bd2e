import type { ApiPolicy, GatewayPolicies } from './gateway-policies-schema.ts';

/** The API that a path belongs to: an exact pattern before a prefix, a longer prefix before a shorter; case is no matter. */
export function matchApi({ apis }: GatewayPolicies, path: string): ApiPolicy | undefined {
  const asked = path.toLowerCase();
  let best: { readonly api: ApiPolicy; readonly length: number } | undefined;
  for (const api of apis) {
    for (const pattern of api.patterns) {
      const length = matchedLength(pattern.toLowerCase(), asked);
      if (length !== undefined && (best === undefined || length > best.length)) best = { api, length };
    }
  }
  return best?.api;
}

/** How much of a path a pattern fixes; an exact pattern fixes more than every prefix. */
function matchedLength(pattern: string, path: string): number | undefined {
  if (!pattern.endsWith('*')) return pattern === path ? Number.POSITIVE_INFINITY : undefined;
  return path.startsWith(pattern.slice(0, -1)) ? pattern.length - 1 : undefined;
}
