import type { z } from 'zod';
import { buildRouting } from './build-routing.ts';
import { checkReferences } from './check-references.ts';
import type { Routing } from './routing.ts';
import { RoutingConfig, RoutingOverlay } from './routing-config.ts';
import { pointer, type RoutingProblem } from './routing-problem.ts';

export type ParsedRouting =
  | { readonly kind: 'routing'; readonly routing: Routing }
  | { readonly kind: 'refused'; readonly problems: readonly RoutingProblem[] };

/**
 * Reads a deployed configuration and, in a development stack, the overlay that adds to it. The answer is a frozen value,
 * or every mistake with its place.
 */
export function parseRouting(document: unknown, overlayDocument?: unknown): ParsedRouting {
  const config = RoutingConfig.safeParse(document);
  const overlay = overlayDocument === undefined ? undefined : RoutingOverlay.safeParse(overlayDocument);
  const problems = [
    ...(config.success ? [] : list('config', config.error)),
    ...(overlay === undefined || overlay.success ? [] : list('overlay', overlay.error)),
  ];
  if (!config.success || (overlay !== undefined && !overlay.success)) return { kind: 'refused', problems };
  const found = checkReferences(config.data, overlay?.data);
  if (found.length > 0) return { kind: 'refused', problems: found };
  return { kind: 'routing', routing: buildRouting(config.data, overlay?.data) };
}

function list(document: RoutingProblem['document'], error: z.ZodError): RoutingProblem[] {
  return error.issues.map((issue) => ({ document, where: pointer(issue.path), what: issue.message }));
}
