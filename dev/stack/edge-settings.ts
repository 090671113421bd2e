import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RoutingConfig } from '../../shared/routing/routing-config.ts';
import type { LocalTls } from './local-tls.ts';
import { type RegionMethod, type RegionOrigin, regionRouting } from './region-routing.ts';
import { LOCAL_FRONT_DOOR_ID, type RegionPorts, type StackPorts } from './stack-addresses.ts';

type Surroundings = {
  readonly root: string;
  readonly ports: StackPorts;
  readonly tls: LocalTls;
  readonly home: string;
  /** How two regions share the requests. */
  readonly method: RegionMethod;
  /** Address ranges with their countries, for rules that look at where a client is. */
  readonly geography: Readonly<Record<string, string>>;
};

/** The settings of the edge's process: the deployed routing config, the development overlay, and where origins are. */
export function edgeSettings(around: Surroundings): Readonly<Record<string, string>> {
  const { root, ports, tls, home } = around;
  return {
    PORT: String(ports.public),
    AZIMUTH_FRONT_DOOR_ID: LOCAL_FRONT_DOOR_ID,
    HTTPS_PORT: String(ports.https ?? 0),
    AZIMUTH_EDGE_CERT: tls.certFile,
    AZIMUTH_EDGE_KEY: tls.keyFile,
    AZIMUTH_EDGE_CONTROL: join(home, 'control', 'edge.sock'),
    AZIMUTH_ROUTING_OVERLAY: join(root, 'dev/routing.overlay.json'),
    ...(ports.second === undefined ? oneRegion(around) : twoRegions(around, ports.second)),
  };
}

function oneRegion({ root, ports, tls }: Surroundings): Readonly<Record<string, string>> {
  const origins = { ...regionOrigins(ports, tls), ...sharedOrigins(root, ports) };
  return {
    AZIMUTH_ROUTING_CONFIG: join(root, 'routing.config.json'),
    AZIMUTH_ORIGINS: JSON.stringify(origins),
  };
}

/** The configuration is derived at each start and lies in the home folder; whoever edits it there edits a running edge. */
function twoRegions(around: Surroundings, second: RegionPorts): Readonly<Record<string, string>> {
  const { root, ports, tls, home, method, geography } = around;
  const deployed = RoutingConfig.parse(JSON.parse(readFileSync(join(root, 'routing.config.json'), 'utf8')));
  const { config, origins } = regionRouting(deployed, method);
  const file = join(home, 'control', 'routing.two-regions.json');
  mkdirSync(join(home, 'control'), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(config, undefined, 2)}\n`);
  const shared = sharedOrigins(root, ports);
  const addresses = {
    first: { ...regionOrigins(ports, tls), ...shared },
    second: { ...regionOrigins(second, tls), ...shared },
  };
  const address = ({ name, of, region }: RegionOrigin) => [name, addresses[region][of]];
  return {
    AZIMUTH_ROUTING_CONFIG: file,
    AZIMUTH_ORIGINS: JSON.stringify({ ...shared, ...Object.fromEntries(origins.map(address)) }),
    AZIMUTH_EDGE_GEO: JSON.stringify(geography),
  };
}

type Addresses = Readonly<Record<string, unknown>>;
const local = (port: number): string => `http://127.0.0.1:${port}`;

function regionOrigins({ roles, blob }: RegionPorts, tls: LocalTls): Addresses {
  return {
    'web-front-end': local(roles['web-front-end']),
    gateway: local(roles.gateway),
    // The route takes its own prefix off the path; with a path of its own the address names the account.
    intake: { url: `https://127.0.0.1:${blob}/intake`, ca: tls.caFile },
  };
}

function sharedOrigins(root: string, ports: StackPorts): Addresses {
  return { static: { directory: join(root, 'dist/web') }, 'identity-provider': local(ports.identity) };
}
