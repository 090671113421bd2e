import type { RoleName } from '../shared/domain/principal.ts';

export type InternalRole = Extract<RoleName, 'presentation' | 'data-movement'>;

/** Internal operations live below a prefix of their role, so that all roles fit into one function app locally. */
export function internalPrefix(role: InternalRole): string {
  return `/internal/${role}`;
}
