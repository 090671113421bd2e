import type { RoleName } from '../identity-endpoint/service-identities.ts';
import { demandFreePort, findFreePort } from './free-port.ts';

/** The ports of one region's processes. */
export type RegionPorts = { readonly blob: number; readonly roles: Readonly<Record<RoleName, number>> };

/** The ports of one stack. Everything listens on this machine only. `blob` and `roles` are the first region's. */
export type StackPorts = RegionPorts & {
  readonly public: number;
  /** The same edge over TLS. */
  readonly https?: number;
  readonly identity: number;
  readonly managedIdentity: number;
  /** A second region's, where there is one. */
  readonly second?: RegionPorts;
};

/** Ports that somebody outside the stack relies on: local.settings.json names them. 0 is any free one. */
export type FixedPorts = {
  readonly identity: number;
  readonly managedIdentity: number;
  readonly blob: number;
  /** Where `func start` serves all roles. */
  readonly roles: number;
};

/** The fixed ports of `npm run stack`, the same as in local.settings.json. */
export const STACK_PORTS: FixedPorts = { blob: 10000, identity: 7072, managedIdentity: 7073, roles: 7071 };

/** What the local edge is known by to the public roles. No secret: in Azure, the network is closed besides. */
export const LOCAL_FRONT_DOOR_ID = 'a21a0000-0000-4000-8000-00000000fd1d';

/** Where TLS is spoken unless HTTPS_PORT says otherwise; where it is taken, any free port will do. */
export const USUAL_HTTPS_PORT = 8443;

/** The port that was asked for must be free; the usual one may be taken. A stack on any free port takes another for TLS. */
async function chooseHttpsPort(wanted: number | undefined, publicPort: number): Promise<number | undefined> {
  if (wanted !== undefined && wanted !== 0) {
    await demandFreePort(wanted, 'the public address over TLS', ', or choose another port with HTTPS_PORT=…');
    return wanted;
  }
  if (wanted === 0 || publicPort === 0 || publicPort === USUAL_HTTPS_PORT) return undefined;
  const isFree = await demandFreePort(USUAL_HTTPS_PORT, 'the public address over TLS').then(
    () => true,
    () => false,
  );
  return isFree ? USUAL_HTTPS_PORT : undefined;
}

/** Chooses all ports before anything is started; the first one that is taken ends the start. */
export async function choosePorts(
  publicPort: number,
  fixed: FixedPorts | undefined,
  httpsPort?: number,
  regions: 1 | 2 = 1,
): Promise<StackPorts> {
  if (publicPort !== 0) await demandFreePort(publicPort, 'the public address', ', or choose another port with PORT=…');
  const wanted: readonly (readonly [number | undefined, string])[] = [
    [fixed?.blob, 'the blob store'],
    [fixed?.identity, 'the identity provider'],
    [fixed?.managedIdentity, 'the managed-identity endpoint'],
  ];
  for (const [port, what] of wanted) if (port !== undefined && port !== 0) await demandFreePort(port, what);
  const https = await chooseHttpsPort(httpsPort, publicPort);
  const taken = new Set<number>(https === undefined ? [] : [https]);
  const free = async (): Promise<number> => {
    const port = await findFreePort();
    if (taken.has(port) || port === publicPort) return free();
    taken.add(port);
    return port;
  };
  return {
    public: publicPort === 0 ? await free() : publicPort,
    https: https ?? (await free()),
    identity: fixed?.identity || (await free()),
    managedIdentity: fixed?.managedIdentity || (await free()),
    ...(await regionPorts(free, fixed)),
    ...(regions === 2 && { second: await regionPorts(free, undefined) }),
  };
}

async function regionPorts(free: () => Promise<number>, fixed: FixedPorts | undefined): Promise<RegionPorts> {
  const role = async (): Promise<number> => fixed?.roles || free();
  return {
    blob: fixed?.blob || (await free()),
    roles: {
      'web-front-end': await role(),
      gateway: await role(),
      presentation: await role(),
      'data-movement': await role(),
    },
  };
}
