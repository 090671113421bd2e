import { z } from 'zod';
import { HostOrPlaceholder, Name, Region } from './schema-words.ts';

/** Where the service runs, and from where it may be reached. */

export const RegionSpec = z.strictObject({ name: Name, location: Region, pairedWith: Name.optional() });

/** A cluster keeps the data of the tenants that are at home there; `readonly` after a failover (Z-04). */
export const ClusterSpec = z.strictObject({
  name: Name,
  region: Name,
  pairedWith: Name.optional(),
  originGroup: Name,
  gatewayHost: HostOrPlaceholder.optional(),
  state: z.enum(['active', 'readonly']).default('active'),
});

/** The two switches of N-02. */
export const NetworkAccess = z.strictObject({
  blockPublicAccess: z.boolean().default(false),
  privateLink: z.boolean().default(false),
});

/** The one header in which Front Door says its id; it has no other, so that no configuration may name another. */
export const EDGE_ID_HEADER = 'X-Azure-FDID';

/** By what an origin knows that a request came through our edge and not through somebody else's. */
export const Lockdown = z.strictObject({
  header: z.literal(EDGE_ID_HEADER).default(EDGE_ID_HEADER),
  serviceTag: z.literal('AzureFrontDoor.Backend').default('AzureFrontDoor.Backend'),
});

export type NetworkAccess = Readonly<z.infer<typeof NetworkAccess>>;
export type Lockdown = Readonly<z.infer<typeof Lockdown>>;
export type RegionSpec = Readonly<z.infer<typeof RegionSpec>>;
export type ClusterSpec = Readonly<z.infer<typeof ClusterSpec>>;
