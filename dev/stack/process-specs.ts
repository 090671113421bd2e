import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROLES, type ServiceIdentities } from '../identity-endpoint/service-identities.ts';
import type { ChildSpec } from './child.ts';
import { edgeSettings } from './edge-settings.ts';
import type { LocalTls } from './local-tls.ts';
import { type RoleSurroundings, roleSettings } from './role-settings.ts';
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
};

function accountKeys(): string {
  return ['intake', 'data'].map((name) => `${name}:${randomBytes(64).toString('base64')}`).join(';');
}

/** The processes of a stack and what each is told; the blob store comes first, because its start takes longest. */
export function processSpecs(options: SpecOptions): readonly ChildSpec[] {
  const { around, identities, tls, programs, withRoles } = options;
  const missing = [programs.edge, ...(withRoles ? [programs.host] : [])].find((file) => !existsSync(file));
  if (missing !== undefined) throw new StackFailure(`${missing} is missing: run 'npm run build' first.`);
  const { home, ports } = around;
  const shared = { NODE_COMPILE_CACHE: join(home, 'cache', 'compiled') };
  const blob: ChildSpec = {
    name: 'blob',
    file: BLOB_EMULATOR,
    cwd: ROOT,
    env: {
      ...shared,
      AZIMUTH_EMULATOR_FOLDER: join(home, 'blob'),
      AZIMUTH_EMULATOR_PORT: String(ports.blob),
      AZIMUTH_EMULATOR_CERT: tls.certFile,
      AZIMUTH_EMULATOR_KEY: tls.keyFile,
      AZURITE_ACCOUNTS: accountKeys(),
    },
  };
  const roles = ROLES.map((role): ChildSpec => {
    const identity = identities[role];
    const own = roleSettings(around, { roles: role, port: ports.roles[role], identity });
    return { name: role, file: programs.host, cwd: ROOT, env: { ...shared, ...own, ...options.settings } };
  });
  const edge: ChildSpec = {
    name: 'edge',
    file: programs.edge,
    cwd: ROOT,
    env: { ...shared, ...edgeSettings(ROOT, ports, tls, home) },
  };
  return [blob, ...(withRoles ? roles : []), edge];
}
