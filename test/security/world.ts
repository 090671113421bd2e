import type { JWTPayload } from 'jose';
import { dataMovementRoutes } from '../../functions/data-movement/routes.ts';
import { createAuthenticate } from '../../functions/gateway/authenticate.ts';
import { withBody } from '../../functions/gateway/fetch-within.ts';
import { createGrants } from '../../functions/gateway/grants.ts';
import { createLimits } from '../../functions/gateway/limits.ts';
import { gatewayRoutes } from '../../functions/gateway/routes.ts';
import type { HopDeps } from '../../functions/internal-hop.ts';
import { internalPrefix } from '../../functions/internal-prefix.ts';
import type { Operation } from '../../functions/operations.ts';
import { presentationRoutes } from '../../functions/presentation/routes.ts';
import { createViewMemory } from '../../functions/presentation/view-memory.ts';
import { type Invocation, matchPath, type Route } from '../../functions/route.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { createQueryEngine } from '../../shared/engine/query-engine.ts';
import { createAccountWatch } from '../../shared/identity/account-watch.ts';
import { createKeyFinder, createSigningKeys } from '../../shared/identity/context-keys.ts';
import { createGreeter } from '../../shared/identity/greet-person.ts';
import { CONTEXT_HEADER, signContext } from '../../shared/identity/signed-context.ts';
import { createStandings } from '../../shared/identity/standing.ts';
import { createAccessTokenVerifier } from '../../shared/identity/verify-access-token.ts';
import { createRateLimiter } from '../../shared/limits/rate-limiter.ts';
import { DEFAULT_IMPORT_LIMITS } from '../../shared/source/ports.ts';
import { openMetadata } from '../catalog/sample-tenant.ts';
import { createMemoryEngine, createMemoryFiles } from '../engine/memory-engine.ts';
import {
  memoryImporter,
  memoryIntake,
  memoryModelBlobs,
  memoryPending,
  noPackages,
} from '../imports/memory-imports.ts';
import { createFakeDirectory, type FakeDirectory } from '../sharing/fake-directory.ts';
import { NEWCOMER, OTHER_TENANT, PRINCIPALS, type Principal, RECIPIENT, TENANT } from './principals.ts';
import { APPLICATION_ROLE, AUDIENCE, createSigner, ISSUER, SCOPE, type Signer } from './sign-token.ts';

/**
 * The Gateway, Presentation and Data Movement in one process: their own tables of routes and handlers, real tokens and
 * signed contexts, metadata in memory. Only sockets, files and the directory are stand-ins.
 */
export type World = {
  readonly metadata: Metadata;
  readonly directory: FakeDirectory;
  readonly signer: Signer;
  readonly uploads: Map<string, string>;
  /** What was logged, as lines. */
  readonly log: string[];
  /** Disables or enables the account in the directory. */
  enable(who: Principal, isEnabled: boolean): void;
  /** The clock of every part. */
  now(): Date;
  later(seconds: number): void;
  token(who: Principal, over?: JWTPayload): Promise<string>;
  /** One request at the Gateway; `who` undefined sends no token. */
  send(who: Principal | undefined, method: string, path: string, more?: Sent): Promise<Response>;
  /** The status with which the role that answers the operation meets a call that is not the Gateway's. */
  knock(operation: Operation, headers: Record<string, string>): Promise<number>;
  close(): Promise<void>;
};
export type Sent = { readonly body?: unknown; readonly token?: string; readonly headers?: Record<string, string> };

export type WorldOptions = {
  readonly perUser?: number;
  readonly perTenant?: number;
  readonly believeMs?: number;
  /** Stands between the roles and their store, to look at what they ask. */
  readonly around?: (metadata: Metadata) => Metadata;
};

const PUBLIC_URL = 'https://bi.contoso.example';
const START = Date.parse('2026-06-01T08:00:00.000Z');

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  let clock = START;
  const now = () => new Date(clock);
  const store = await openMetadata(now);
  const metadata = options.around?.(store) ?? store;
  const signer = await createSigner();
  const directory = createFakeDirectory();
  const know = (who: Principal, isEnabled: boolean) => {
    const { objectId, name, signInName, kind } = who;
    directory.put(who.tenantId, { objectId, displayName: name, signInName, kind }, { isEnabled });
  };
  for (const who of [...PRINCIPALS, RECIPIENT, NEWCOMER]) know(who, true);
  const uploads = new Map<string, string>();
  const log: string[] = [];
  const invocation: Invocation = {
    signal: new AbortController().signal,
    log: (level, event, facts) => void log.push(JSON.stringify({ level, event, ...facts })),
  };
  for (const [tenantId, name] of [[TENANT, 'Contoso'] as const, [OTHER_TENANT, 'Fabrikam'] as const]) {
    await metadata.system.saveTenant({ tenantId, name, homeCluster: 'home' });
  }
  const internal = internalRoutes({ metadata, directory, uploads, now });
  const standings = createStandings({ metadata, directory, believeMs: options.believeMs ?? 0, now });
  const signingKey = createSigningKeys(metadata.system, now);
  const { verify } = createAccessTokenVerifier({
    issuers: [ISSUER],
    audiences: [AUDIENCE],
    scope: SCOPE,
    applicationRole: APPLICATION_ROLE,
    clients: [],
    keys: signer.keys,
    isKnownTenant: async (tenantId) => tenantId === TENANT || tenantId === OTHER_TENANT,
    now,
  });
  const limiter = createRateLimiter({ addUsage: metadata.system.addUsage, now, later: () => undefined });
  const authenticate = createAuthenticate({ metadata, standings, greet: createGreeter(metadata, now) });
  const grants = createGrants(metadata, createAccountWatch({ directory, believeMs: options.believeMs ?? 0, now }));
  const gateway = gatewayRoutes(async () => ({
    verify,
    forwardHome: async () => ({ kind: 'here' }),
    limits: createLimits(limiter, { perUser: options.perUser ?? 0, perTenant: options.perTenant ?? 0 }),
    authenticate,
    authorise: grants,
    call: async ({ role, method, path, body, file, contentType, context, grant }) => {
      const internalPath = `${internalPrefix(role)}${path}`;
      const bound = { audience: role, method, path: internalPath, body };
      const signed = await signContext(await signingKey(), bound, context, grant, now());
      const headers = new Headers({ [CONTEXT_HEADER]: signed, 'X-Request-Id': context.requestId });
      if (contentType !== null) headers.set('Content-Type', contentType);
      const init = withBody({ method, headers }, body, file);
      return serve(internal, new Request(`http://${role}${internalPath}`, init), invocation);
    },
    startJob: () => undefined,
  }));
  const token = (who: Principal, over?: JWTPayload) => signer.sign(who, now(), over);
  return {
    metadata,
    directory,
    enable: know,
    signer,
    uploads,
    log,
    now,
    later: (seconds) => {
      clock += seconds * 1000;
    },
    token,
    send: async (who, method, path, { body, token: given, headers = {} } = {}) => {
      const bearer = given ?? (who === undefined ? undefined : await token(who));
      const request = new Request(`http://gateway${path}`, {
        method,
        headers: {
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return serve(gateway, request, invocation);
    },
    knock: async ({ role, method, path }, headers) => {
      const inside = `${internalPrefix(role)}${path.replace(/\{\w+\}/g, crypto.randomUUID())}`;
      return (await serve(internal, new Request(`http://${role}${inside}`, { method, headers }), invocation)).status;
    },
    close: () => metadata.close(),
  };
}

type Parts = {
  readonly metadata: Metadata;
  readonly directory: FakeDirectory;
  readonly uploads: Map<string, string>;
  readonly now: () => Date;
};

function internalRoutes({ metadata, directory, uploads, now }: Parts): readonly Route[] {
  const hop = (audience: string): HopDeps => ({
    audience,
    verifyServiceToken: async () => undefined,
    findKey: createKeyFinder(metadata.system, now),
    now,
  });
  const engine = createQueryEngine({
    files: createMemoryFiles().files,
    engine: createMemoryEngine(async () => []).engine,
    clock: { now },
  });
  const tileCache = { get: async () => undefined, put: async () => undefined };
  const isEnabled = createAccountWatch({ directory, believeMs: 0, now });
  const views = createViewMemory(now);
  const presentation = presentationRoutes(async () => ({
    ...hop('presentation'),
    metadata,
    directory,
    engine,
    tileCache,
    isEnabled,
    views,
    publicUrl: PUBLIC_URL,
  }));
  const dataMovement = dataMovementRoutes(async () => ({
    ...hop('data-movement'),
    metadata,
    directory,
    intake: memoryIntake(uploads),
    pending: memoryPending(new Map(), now),
    blobs: memoryModelBlobs(new Set()),
    importer: memoryImporter(),
    packages: noPackages,
    limits: DEFAULT_IMPORT_LIMITS,
    uploadLimit: 1024,
    publicUrl: PUBLIC_URL,
    withFolder: (work) => work('/nowhere'),
  }));
  return [...presentation, ...dataMovement];
}

/** The first route that fits, as a host would choose it. */
function serve(routes: readonly Route[], request: Request, invocation: Invocation): Promise<Response> {
  const { pathname } = new URL(request.url);
  const route = routes.find(
    ({ methods, path }) =>
      methods.some((method) => method === request.method) && matchPath(path, pathname) !== undefined,
  );
  if (route === undefined) throw new Error(`No route answers ${request.method} ${pathname}.`);
  return route.handler(request, invocation);
}
