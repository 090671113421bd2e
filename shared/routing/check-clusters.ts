import type { Report } from './check-references.ts';
import type { RoutingConfig } from './routing-config.ts';

/** Regions and clusters have names of their own, lie where a region is, and are paired with each other and not one-sidedly. */
export function checkClusters({ regions, clusters, originGroups }: RoutingConfig, report: Report): void {
  checkPairs('regions', regions, report);
  checkPairs('clusters', clusters, report);
  clusters.forEach(({ region, pairedWith, originGroup, name }, c) => {
    if (!regions.some((one) => one.name === region)) {
      report('config', ['clusters', c, 'region'], `there is no region "${region}"`);
    }
    const pair = clusters.find((one) => one.name === pairedWith && one.name !== name);
    if (pair !== undefined && pair.region === region) {
      report(
        'config',
        ['clusters', c, 'pairedWith'],
        'must be a cluster of another region: it is there for when this one fails',
      );
    }
    const group = originGroups.find((one) => one.name === originGroup);
    if (group === undefined || group.origins.some(({ serves }) => serves !== 'gateway')) {
      report(
        'config',
        ['clusters', c, 'originGroup'],
        `there is no origin group "${originGroup}" that serves "gateway"`,
      );
    }
  });
}

function checkPairs(
  key: 'regions' | 'clusters',
  list: readonly { readonly name: string; readonly pairedWith?: string | undefined }[],
  report: Report,
): void {
  list.forEach(({ name, pairedWith }, index) => {
    if (list.findIndex((one) => one.name === name) < index) {
      report('config', [key, index, 'name'], `there is another one named "${name}"`);
    }
    if (pairedWith === undefined) return;
    const pair = list.find((one) => one.name === pairedWith);
    if (pair === undefined || pair.pairedWith !== name || pairedWith === name) {
      report(
        'config',
        [key, index, 'pairedWith'],
        `"${pairedWith}" must be there, be another one, and be paired with "${name}"`,
      );
    }
  });
}
