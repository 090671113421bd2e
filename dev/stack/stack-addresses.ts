import { ROLES, type RoleName } from '../identity-endpoint/service-identities.ts';
import { demandFreePort, findFreePort } from './free-port.ts';

/** The ports of one stack. Everything listens on this machine only. */
export type StackPorts = {
  readonly public: number;
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

/** Chooses all ports before anything is started; the first one that is taken ends the start. */
export async function choosePorts(publicPort: number, fixed: FixedPorts | undefined): Promise<StackPorts> {
  if (publicPort !== 0) await demandFreePort(publicPort, 'the public address', ', or choose another port with PORT=…');
  const wanted: readonly (readonly [number | undefined, string])[] = [
    [fixed?.blob, 'the blob store'],
    [fixed?.identity, 'the identity provider'],
    [fixed?.managedIdentity, 'the managed-identity endpoint'],
  ];
  for (const [port, what] of wanted) if (port !== undefined && port !== 0) await demandFreePort(port, what);
  const taken = new Set<number>();
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
