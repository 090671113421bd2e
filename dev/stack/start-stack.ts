import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { allRolesIdentity, createServiceIdentities } from '../identity-endpoint/service-identities.ts';
import type { Child } from './child.ts';
import { createChildGroup } from './child-group.ts';
import { createContainers } from './create-containers.ts';
import { lockHome, refuseRunning } from './home-lock.ts';
import { type IdentityServers, startIdentityServers } from './identity-servers.ts';
import { ensureLocalTls } from './local-tls.ts';
import { BUILT, type Programs, processSpecs, ROOT } from './process-specs.ts';
import type { SqlServer } from './role-settings.ts';
import { choosePorts, type FixedPorts, type StackPorts } from './stack-addresses.ts';
import { createTimings, type Timings } from './timings.ts';

/** How a stack is started. Several may run side by side, each with its own home folder. */
export type StackOptions = {
  readonly home: string;
  /** The public port; 0 for any free one. */
  readonly port: number;
  /** The public port over TLS, which must be free then; without it 8443 where that is free, else any. */
  readonly httpsPort?: number;
  /** `none` leaves the roles to `func start`, on the fixed port. */
  readonly roles: 'processes' | 'none';
  readonly fixedPorts?: FixedPorts;
  readonly sql?: SqlServer;
  /** Settings for every role beside those that the stack gives, such as limits that a test turns on. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Lines that the stack's processes print. */
  readonly log?: (text: string) => void;
  /** What the start does now, and how far it is. */
  readonly progress?: (text: string, done: number, of: number) => void;
  /** Gives the start up: everything started so far is stopped. */
  readonly signal?: AbortSignal;
  /** The programs to run; the built ones unless told otherwise. */
  readonly programs?: Programs;
  /** When the start began, for the timings. */
  readonly startedAt?: number;
};

/** A running stack. */
export type Stack = {
  /** The public address, `http://localhost:8080`. */
  readonly url: string;
  /** The address of the document from which clients find everything else. */
  readonly wellKnown: string;
  readonly home: string;
  readonly ports: StackPorts;
  /** The processes beside this one. */
  readonly processes: readonly Pick<Child, 'name' | 'pid' | 'port'>[];
  /** Calls back once when the stack has ended: with a message where a process crashed. */
  onExit(listener: (message: string | undefined) => void): void;
  /** Stops everything; may be called more than once. */
  stop(): Promise<void>;
  /** Where the time of the start went; more steps may be measured. */
  readonly timings: Timings;
  /** The directory and the signing keys of the stack, which tests change while it runs. */
  readonly identity: Pick<IdentityServers, 'directory' | 'keyRing'>;
};

/** Starts the local stack, or throws a `StackFailure` with nothing left running. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { home, log = () => undefined, progress = () => undefined, programs = BUILT, sql, settings = {} } = options;
  const timings = createTimings(options.startedAt ?? Date.now());
  refuseRunning(home, options.port);
  const ports = await choosePorts(options.port, options.fixedPorts, options.httpsPort);
  const url = `http://localhost:${ports.public}`;
  const lock = lockHome(home, url);
  const giveUp = new AbortController();
  options.signal?.addEventListener('abort', () => giveUp.abort(), { once: true });
  const listeners: ((message: string | undefined) => void)[] = [];
  let identity: IdentityServers | undefined;
  let crash: string | undefined;
  let stopped: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    await group.stop('blob');
    identity?.stop();
    lock.release();
    for (const listener of listeners) listener(crash);
  }
  const stop = (): Promise<void> => {
    stopped ??= stopAll();
    return stopped;
  };
  const onCrash = (message: string): void => {
    if (stopped !== undefined) return;
    crash = message;
    void stop();
  };
  const group = createChildGroup({ log, giveUp, onCrash });

  try {
    mkdirSync(join(home, 'cache'), { recursive: true });
    mkdirSync(join(ROOT, 'dist/web'), { recursive: true });
    const withRoles = options.roles === 'processes';
    const own = createServiceIdentities();
    const identities = withRoles ? Object.values(own) : [own.stack, allRolesIdentity()];
    const tls = await timings.measure('certificates', () => ensureLocalTls(join(home, 'tls'), new Date()));
    const servers = await timings.measure('identity', () =>
      startIdentityServers({ home, publicUrl: url, ports, identities, log }),
    );
    identity = servers;
    const around = { home, ports, caFile: tls.caFile, gatewayObjectId: own.gateway.objectId, sql };
    const specs = processSpecs({ around, identities: own, tls, programs, withRoles, settings });
    progress('the stores, the roles and the edge', 0, specs.length);
    const startedAt = Date.now();
    let up = 0;
    await group.start(specs, async (child) => {
      timings.add(child.name, startedAt);
      if (child.name === 'blob')
        await timings.measure('containers', () => createContainers(ports, own.stack, tls.caFile));
      up += 1;
      progress(`${child.name} is up`, up, specs.length);
    });
    return {
      url,
      wellKnown: `${url}/.well-known/azimuth`,
      home,
      ports,
      processes: group.children,
      onExit: (listener) => listeners.push(listener),
      stop,
      timings,
      identity: servers,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
