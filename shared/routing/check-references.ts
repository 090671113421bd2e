import { checkClusters } from './check-clusters.ts';
import { checkGatewayPolicies } from './check-gateway-policies.ts';
import { checkIntake } from './check-intake.ts';
import { checkNames } from './check-names.ts';
import { checkOrigins } from './check-origins.ts';
import { checkRoutes } from './check-routes.ts';
import { checkTrafficManager } from './check-traffic-manager.ts';
import { checkWaf } from './check-waf.ts';
import type { RoutingConfig, RoutingOverlay } from './routing-config.ts';
import { pointer, type RoutingProblem } from './routing-problem.ts';

/** The documents that are read together. */
export type Source = { readonly document: RoutingProblem['document']; readonly value: RoutingConfig | RoutingOverlay };
/** Notes a mistake with its place. */
export type Report = (document: RoutingProblem['document'], path: readonly PropertyKey[], what: string) => void;

/**
 * What a schema cannot say: names are unique and resolve, no host and pattern is claimed twice, nothing names an internal
 * role, only uploads reach the intake account, only static files are cached, priorities are unique, and nothing is nested in itself.
 */
export function checkReferences(config: RoutingConfig, overlay: RoutingOverlay | undefined): readonly RoutingProblem[] {
  const problems: RoutingProblem[] = [];
  const report: Report = (document, path, what) => problems.push({ document, where: pointer(path), what });
  const sources: Source[] = [{ document: 'config', value: config }];
  if (overlay !== undefined) sources.push({ document: 'overlay', value: overlay });
  checkNames(sources, report);
  checkOrigins(sources, report);
  checkRoutes(sources, report);
  checkIntake(config, report);
  checkWaf(config, report);
  checkTrafficManager(config, report);
  checkGatewayPolicies(config, report);
  checkClusters(config, report);
  return problems;
}
