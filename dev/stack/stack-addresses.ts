import { ROLES, type RoleName } from '../identity-endpoint/service-identities.ts';
import { demandFreePort, findFreePort } from './free-port.ts';

/** The ports of one stack. Everything listens on this machine only. */
export type StackPorts = {
  readonly public: number;
  /** The same edge over TLS. */
  readonly https?: number;
  readonly identity: number;
  readonly managedIdentity: number;
  readonly blob: number;
  readonly roles: Readonly<Record<RoleName, number>>;
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

/** Where TLS is spoken unless HTTPS_PORT says otherwise; where it is taken, any free port will do. */
const USUAL_HTTPS_PORT = 8443;

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
  const roles: [RoleName, number][] = [];
  for (const role of ROLES) roles.push([role, fixed?.roles || (await free())]);
  const of = new Map(roles);
  const roleAt = (role: RoleName): number => of.get(role) ?? 0;
  return {
    public: publicPort === 0 ? await free() : publicPort,
    https: https ?? (await free()),
    identity: fixed?.identity || (await free()),
    managedIdentity: fixed?.managedIdentity || (await free()),
    blob: fixed?.blob || (await free()),
    roles: {
      'web-front-end': roleAt('web-front-end'),
      gateway: roleAt('gateway'),
      presentation: roleAt('presentation'),
      'data-movement': roleAt('data-movement'),
    },
  };
}
