import type { Report, Source } from './check-references.ts';
import { namedInternalRole } from './named-internal-role.ts';
import { internalRole } from './schema-words.ts';

/** Names are unique among their kind, over both documents, and none is an internal role's. */
export function checkNames(sources: readonly Source[], report: Report): void {
  const seen = new Set<string>();
  const claim = (
    what: string,
    name: string,
    document: Source['document'],
    path: readonly PropertyKey[],
    scope: string = what,
  ) => {
    if (seen.has(`${scope} ${name}`)) report(document, path, `there is another ${what} named "${name}"`);
    seen.add(`${scope} ${name}`);
    const role = namedInternalRole(name);
    if (role !== undefined) report(document, path, internalRole(role));
  };
  for (const { document, value } of sources) {
    value.originGroups.forEach((group, g) => {
      claim('origin group', group.name, document, ['originGroups', g, 'name']);
      group.origins.forEach((origin, o) => {
        claim('origin', origin.name, document, ['originGroups', g, 'origins', o, 'name']);
      });
    });
    value.ruleSets.forEach((set, s) => {
      claim('rule set', set.name, document, ['ruleSets', s, 'name']);
      set.rules.forEach((rule, r) => {
        claim('rule', rule.name, document, ['ruleSets', s, 'rules', r, 'name'], `rule of ${set.name}`);
      });
    });
    value.routes.forEach((route, r) => {
      claim('route', route.name, document, ['routes', r, 'name']);
    });
  }
}
