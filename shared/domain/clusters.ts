import type { TenantId } from './ids.ts';

/** One place where the service runs, with its own roles and stores, and where its Gateway is reached. */
export type Cluster = { readonly name: string; readonly gatewayUrl: string };

export type ClusterMap = {
  /** The name of the cluster that asks. */
  readonly own: string;
  readonly clusters: readonly Cluster[];
  /** Every tenant that uses the service, with the cluster that keeps its metadata. */
  readonly homes: ReadonlyMap<TenantId, string>;
};

/** Where a tenant's requests are answered: here, at another cluster's Gateway, or nowhere where the tenant is unknown. */
export type Home =
  | { readonly kind: 'here' }
  | { readonly kind: 'there'; readonly cluster: Cluster }
  | { readonly kind: 'nowhere' };

export function homeOf(tenantId: TenantId, { own, clusters, homes }: ClusterMap): Home {
  const name = homes.get(tenantId);
  if (name === undefined) return { kind: 'nowhere' };
  if (name === own) return { kind: 'here' };
  const cluster = clusters.find((one) => one.name === name);
  return cluster === undefined ? { kind: 'nowhere' } : { kind: 'there', cluster };
}
