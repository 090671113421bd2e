import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { allRolesIdentity, createServiceIdentities } from '../identity-endpoint/service-identities.ts';
import type { Child } from './child.ts';
import { createChildGroup } from './child-group.ts';
import { copiedContainers } from './copied-containers.ts';
import { createContainers } from './create-containers.ts';
import { lockHome, refuseRunning } from './home-lock.ts';
import { type IdentityServers, startIdentityServers } from './identity-servers.ts';
import { ensureLocalTls } from './local-tls.ts';
import { BUILT, dataAccounts, type Programs, processSpecs, ROOT } from './process-specs.ts';
import { openRegionControl } from './region-control.ts';
import type { RegionMethod } from './region-routing.ts';
import { type Replication, replicateBlobs } from './replicate-blobs.ts';
import type { SqlServer } from './role-settings.ts';
import { choosePorts, type FixedPorts, type StackPorts } from './stack-addresses.ts';
import { StackFailure } from './stack-failure.ts';
import { type StackRegion, stackRegion } from './stack-region.ts';
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
  /** Two regions have roles and stores of their own each; only with roles as processes and the embedded engine. */
  readonly regions?: 1 | 2;
  /** How the edge spreads requests over two regions; by what is nearest without it. */
  readonly method?: RegionMethod;
  /** Which country an address range is in, for the geographic method. */
  readonly geography?: Readonly<Record<string, string>>;
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
  readonly regions: readonly StackRegion[];
  /** Calls back once when the stack has ended: with a message where a process crashed. */
  onExit(listener: (message: string | undefined) => void): void;
  /** Stops everything; may be called more than once. */
  stop(): Promise<void>;
  /** Where the time of the start went; more steps may be measured. */
  readonly timings: Timings;
  /** The directory and the signing keys of the stack, which tests change while it runs. */
  readonly identity: Pick<IdentityServers, 'directory' | 'keyRing'>;
};

/** The processes that end last. */
const BLOB_STORES: readonly string[] = ['blob', 'second/blob'];

/** The socket that takes regions away and gives them back. */
export function regionControl(home: string): string {
  return join(home, 'control', 'regions.sock');
}

function refuseTwoRegions({ roles, sql }: StackOptions): void {
  if (roles === 'none')
    throw new StackFailure("Two regions need the roles as processes: use 'npm start', without func.");
  if (sql !== undefined) {
    throw new StackFailure(
      'Two regions use the embedded engine, with a file for each. Leave AZIMUTH_SQL away, or start one region.',
    );
  }
}

/** Starts the local stack, or throws a `StackFailure` with nothing left running. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { home, log = () => undefined, progress = () => undefined, programs = BUILT, sql, settings = {} } = options;
  const { regions = 1, method = 'performance', geography = {} } = options;
  if (regions === 2) refuseTwoRegions(options);
  const timings = createTimings(options.startedAt ?? Date.now());
  refuseRunning(home, options.port);
  const ports = await choosePorts(options.port, options.fixedPorts, options.httpsPort, regions);
  const url = `http://localhost:${ports.public}`;
  const lock = lockHome(home, url);
  const giveUp = new AbortController();
  options.signal?.addEventListener('abort', () => giveUp.abort(), { once: true });
  const listeners: ((message: string | undefined) => void)[] = [];
  let identity: IdentityServers | undefined;
  let replication: Replication | undefined;
  let closeControl = (): void => undefined;
  let crash: string | undefined;
  let stopped: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    closeControl();
    await replication?.stop();
    await group.stop(BLOB_STORES);
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
  // The loss of a role is what two regions are there for; the stores, the edge and this process are still needed.
  const mayBeLost = (name: string): boolean => regions === 2 && name !== 'edge' && !BLOB_STORES.includes(name);
  const group = createChildGroup({ log, giveUp, onCrash, mayBeLost });

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
    const specs = processSpecs({ around, identities: own, tls, programs, withRoles, settings, method, geography });
    const children = [...specs.regions.flatMap(({ blob, roles }) => [blob, ...roles]), specs.edge];
    progress('the stores, the roles and the edge', 0, children.length);
    const startedAt = Date.now();
    let up = 0;
    await group.start(children, async (child) => {
      timings.add(child.name, startedAt);
      if (BLOB_STORES.includes(child.name)) {
        const store = { port: child.port, managedIdentity: ports.managedIdentity, caFile: tls.caFile };
        await timings.measure('containers', () => createContainers(store, own.stack, dataAccounts(ports)));
      }
      up += 1;
      progress(`${child.name} is up`, up, children.length);
    });
    if (ports.second !== undefined) {
      replication = replicateBlobs(copiedContainers({ ...ports, second: ports.second }, own.stack, tls.caFile));
    }
    const round = replication?.round ?? (async () => undefined);
    const running = specs.regions.map((region) => stackRegion(region, group, round));
    if (regions === 2) {
      const without = (error: unknown) => {
        log(`Regions cannot be taken away by a socket here: ${error instanceof Error ? error.message : 'unknown'}`);
        return () => undefined;
      };
      closeControl = await openRegionControl(regionControl(home), running).catch(without);
    }
    return {
      url,
      wellKnown: `${url}/.well-known/azimuth`,
      home,
      ports,
      processes: group.children,
      regions: running,
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
