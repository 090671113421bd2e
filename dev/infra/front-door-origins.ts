import type { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { placeholder } from './arm-names.ts';

type Group = RoutingConfig['originGroups'][number];
type Origin = Group['origins'][number];

export type GroupObject = { readonly name: string; readonly properties: Readonly<Record<string, unknown>> };
export type OriginObject = GroupObject & { readonly group: string };

/** Front Door demands these of every group; the values are its own defaults. */
const DEFAULTS = { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyMs: 50 };

/** An origin group. Static files are read with Front Door's own identity: the account answers nobody without one. */
export function groupObject(group: Group): GroupObject {
  const isStatic = group.origins.some(({ serves }) => serves === 'static');
  const { sampleSize, successfulSamplesRequired, additionalLatencyMs } = group.loadBalancing ?? DEFAULTS;
  return {
    name: group.name,
    properties: {
      loadBalancingSettings: {
        sampleSize,
        successfulSamplesRequired,
        additionalLatencyInMilliseconds: additionalLatencyMs,
      },
      ...(group.probe !== undefined && {
        healthProbeSettings: {
          probePath: group.probe.path,
          probeRequestType: group.probe.method,
          probeProtocol: group.probe.protocol,
          probeIntervalInSeconds: group.probe.intervalSeconds,
        },
      }),
      sessionAffinityState: group.sessionAffinity ? 'Enabled' : 'Disabled',
      ...(isStatic && {
        authentication: {
          type: 'UserAssignedIdentity',
          userAssignedIdentity: { id: placeholder('EDGE_IDENTITY_ID') },
          scope: 'https://storage.azure.com/.default',
        },
      }),
    },
  };
}

/** An origin, for each region to fill in with its own host. It is always spoken to over TLS. */
export function originObject(group: Group, origin: Origin): OriginObject {
  return {
    group: group.name,
    name: origin.name,
    properties: {
      hostName: origin.host,
      originHostHeader: origin.hostHeader ?? origin.host,
      httpPort: origin.httpPort,
      httpsPort: origin.httpsPort,
      priority: origin.priority,
      weight: origin.weight,
      enabledState: origin.enabled ? 'Enabled' : 'Disabled',
      enforceCertificateNameCheck: origin.nameCheck,
      ...(origin.privateLink !== undefined && {
        sharedPrivateLinkResource: {
          privateLink: { id: origin.privateLink.resource },
          groupId: origin.privateLink.groupId,
          privateLinkLocation: origin.privateLink.location,
          requestMessage: `Azimuth's edge, for ${origin.name}`,
        },
      }),
    },
  };
}
