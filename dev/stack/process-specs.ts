import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROLES, type ServiceIdentities } from '../identity-endpoint/service-identities.ts';
import type { ChildSpec } from './child.ts';
import { edgeSettings } from './edge-settings.ts';
import type { LocalTls } from './local-tls.ts';
import type { RegionMethod } from './region-routing.ts';
import { COPY_ACCOUNT, type Region, type RegionName, regionHome, regionSettings } from './regions.ts';
import { type RoleSurroundings, roleSettings } from './role-settings.ts';
import type { RegionPorts, StackPorts } from './stack-addresses.ts';
import { StackFailure } from './stack-failure.ts';

/** The programs that roles and edge run. */
export type Programs = { readonly host: string; readonly edge: string };

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BLOB_EMULATOR = fileURLToPath(new URL('./blob-emulator.ts', import.meta.url));
/** The programs of the build. */
export const BUILT: Programs = { host: join(ROOT, 'dist/host/main.js'), edge: join(ROOT, 'dist/edge/main.js') };

export type SpecOptions = {
  readonly around: RoleSurroundings;
  readonly identities: ServiceIdentities;
  readonly tls: LocalTls;
  readonly programs: Programs;
  readonly withRoles: boolean;
  /** Settings for every role beside those that the stack gives. */
  readonly settings: Readonly<Record<string, string>>;
  readonly method: RegionMethod;
  readonly geography: Readonly<Record<string, string>>;
};

/** The processes of one region, its blob store first, because its start takes longest. */
export type RegionSpecs = {
  readonly name: RegionName;
  readonly ports: RegionPorts;
  readonly blob: ChildSpec;
  readonly roles: readonly ChildSpec[];
};
export type StackSpecs = { readonly regions: readonly RegionSpecs[]; readonly edge: ChildSpec };

/** The processes of a stack and what each is told. */
export function processSpecs(options: SpecOptions): StackSpecs {
  const { around, tls, programs, withRoles, method, geography } = options;
  const missing = [programs.edge, ...(withRoles ? [programs.host] : [])].find((file) => !existsSync(file));
  if (missing !== undefined) throw new StackFailure(`${missing} is missing: run 'npm run build' first.`);
  const { home, ports } = around;
  const first: Region = { name: 'first', home, ports };
  const edge: ChildSpec = {
    name: 'edge',
    file: programs.edge,
    cwd: ROOT,
    env: { ...compiled(home), ...edgeSettings({ root: ROOT, ports, tls, home, method, geography }) },
  };
  if (ports.second === undefined) return { regions: [regionSpecs(options, first, {})], edge };
  const second: Region = { name: 'second', home: regionHome(home, 'second'), ports: ports.second };
  const publicUrl = `http://localhost:${ports.public}`;
  return {
    regions: [
      regionSpecs(options, first, regionSettings(first, second, publicUrl)),
      regionSpecs(options, second, regionSettings(second, first, publicUrl)),
    ],
    edge,
  };
}

/** The accounts of a region's blob store that hold models: its own, and the copy of another region's. */
export function dataAccounts({ second }: StackPorts): readonly string[] {
  return second === undefined ? ['data'] : ['data', COPY_ACCOUNT];
}

function compiled(home: string): { readonly NODE_COMPILE_CACHE: string } {
  return { NODE_COMPILE_CACHE: join(home, 'cache', 'compiled') };
}

function accountKeys(accounts: readonly string[]): string {
  return accounts.map((name) => `${name}:${randomBytes(64).toString('base64')}`).join(';');
}

function regionSpecs(
  options: SpecOptions,
  { name, home, ports }: Region,
  own: Readonly<Record<string, string>>,
): RegionSpecs {
  const { around, identities, tls, programs, withRoles, settings } = options;
  const called = (part: string): string => (name === 'first' ? part : `${name}/${part}`);
  const shared = compiled(around.home);
  const blob: ChildSpec = {
    name: called('blob'),
    file: BLOB_EMULATOR,
    cwd: ROOT,
    env: {
      ...shared,
      AZIMUTH_EMULATOR_FOLDER: join(home, 'blob'),
      AZIMUTH_EMULATOR_PORT: String(ports.blob),
      AZIMUTH_EMULATOR_CERT: tls.certFile,
      AZIMUTH_EMULATOR_KEY: tls.keyFile,
      AZURITE_ACCOUNTS: accountKeys(['intake', ...dataAccounts(around.ports)]),
    },
  };
  const here = { ...around, home, ports: { ...around.ports, ...ports } };
  const roles = ROLES.map((role): ChildSpec => {
    const told = roleSettings(here, { roles: role, port: ports.roles[role], identity: identities[role] });
    return { name: called(role), file: programs.host, cwd: ROOT, env: { ...shared, ...told, ...own, ...settings } };
  });
  return { name, ports, blob, roles: withRoles ? roles : [] };
}
