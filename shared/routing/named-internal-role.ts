import { INTERNAL_ROLES } from './schema-words.ts';

/** The internal role that a name speaks of, also inside a host name or as `${PRESENTATION_HOST}`. */
export function namedInternalRole(name: string | undefined): string | undefined {
  const words = `-${(name ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-')}-`;
  return INTERNAL_ROLES.find((role) => words.includes(`-${role}-`));
}
