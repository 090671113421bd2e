import type { Report, Source } from './check-references.ts';
import { namedInternalRole } from './named-internal-role.ts';
import type { RoutingConfig } from './routing-config.ts';
import { internalRole } from './schema-words.ts';

/** Each group has an origin to ask, no host is an internal role's, and private and public origins are not mixed. */
export function checkOrigins(sources: readonly Source[], report: Report): void {
  for (const { document, value } of sources) {
    if ('profile' in value) checkPrivateLinks(value, report);
    value.originGroups.forEach(({ origins }, g) => {
      const at = ['originGroups', g, 'origins'];
      if (!origins.some((origin) => origin.enabled)) report(document, at, 'at least one origin must be enabled');
      const isPrivate = origins.map(({ privateLink }) => privateLink !== undefined);
      if (new Set(isPrivate).size > 1)
        report(document, at, 'either all origins of a group have a private link, or none');
      if (new Set(origins.map(({ serves }) => serves)).size > 1) {
        report(document, at, 'origins that stand in for each other must serve the same');
      }
      origins.forEach((origin, o) => {
        for (const key of ['host', 'hostHeader'] as const) {
          const role = namedInternalRole(origin[key]);
          if (role !== undefined) report(document, [...at, o, key], internalRole(role));
        }
        const role = namedInternalRole(origin.privateLink?.resource);
        if (role !== undefined) report(document, [...at, o, 'privateLink', 'resource'], internalRole(role));
      });
    });
  }
}

function checkPrivateLinks({ profile, originGroups }: RoutingConfig, report: Report): void {
  if (profile.sku === 'Premium_AzureFrontDoor') return;
  originGroups.forEach(({ origins }, g) => {
    origins.forEach(({ privateLink }, o) => {
      if (privateLink === undefined) return;
      const path = ['originGroups', g, 'origins', o, 'privateLink'];
      report('config', path, 'needs the sku "Premium_AzureFrontDoor"');
    });
  });
}
