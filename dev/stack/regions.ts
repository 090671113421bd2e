import { join } from 'node:path';
import { CONTOSO, SAMPLE_TENANTS } from '../idp/sample-directory.ts';
import type { RegionPorts } from './stack-addresses.ts';

/** The regions of a local stack, which are its clusters too: each has roles and stores of its own. */
export const REGION_NAMES = ['first', 'second'] as const;
export type RegionName = (typeof REGION_NAMES)[number];

/** One region as its processes are told of it. */
export type Region = { readonly name: RegionName; readonly home: string; readonly ports: RegionPorts };

/** Blob accounts of a region: uploads, its tenants' data, and the copy of the other region's data. */
export const COPY_ACCOUNT = 'copy';

/** The first region lives in the home folder, as a stack with one region does; the second in a folder below it. */
export function regionHome(home: string, name: RegionName): string {
  return name === 'first' ? home : join(home, 'second');
}

/** Where clients reach the uploads of a region, below the public address. */
export function intakePath(name: RegionName): string {
  return name === 'first' ? '/intake' : '/intake/second';
}

/**
 * What a role is told where there are two regions. Contoso is at home in the first and Fabrikam in the second; each region
 * reads the other's metadata from the other's own file, which stands for a copy that is never behind.
 */
export function regionSettings(own: Region, other: Region, publicUrl: string): Readonly<Record<string, string>> {
  return {
    AZIMUTH_CLUSTER: own.name,
    AZIMUTH_CLUSTERS: JSON.stringify([
      { name: other.name, gatewayUrl: `http://127.0.0.1:${other.ports.roles.gateway}` },
    ]),
    AZIMUTH_TENANTS: JSON.stringify(
      SAMPLE_TENANTS.map(({ tenantId, displayName }) => ({
        tenantId,
        name: displayName,
        cluster: tenantId === CONTOSO.tenantId ? 'first' : 'second',
      })),
    ),
    AZIMUTH_REPLICAS: JSON.stringify([
      {
        cluster: other.name,
        sqlite: join(other.home, 'metadata.db'),
        dataBlobUrl: `https://127.0.0.1:${own.ports.blob}/${COPY_ACCOUNT}`,
      },
    ]),
    AZIMUTH_INTAKE_PUBLIC_URL: `${publicUrl}${intakePath(own.name)}`,
  };
}
