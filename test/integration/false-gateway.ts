import { exportJWK, generateKeyPair } from 'jose';
import type { InternalRole } from '../../functions/internal-prefix.ts';
import { Me } from '../../shared/contract/azimuth.ts';
import { type ObjectId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import type { Caller, UserContext, WorkContext } from '../../shared/domain/principal.ts';
import { CONTEXT_HEADER, type SigningKey, signContext } from '../../shared/identity/signed-context.ts';
import { API, OURS, type Reply, request } from './client.ts';
import type { TestStack } from './stack.ts';

/** A call to an internal role, as it goes over the wire. */
export type Hop = {
  readonly role: InternalRole;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly token: string | undefined;
  readonly context: string | undefined;
};
/** What a context says that differs from the call that it is sent with. */
export type Signed = {
  readonly audience?: string;
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly key?: SigningKey;
  readonly context?: WorkContext;
  readonly grant?: unknown;
  readonly at?: Date;
};

/** Who has what only the Gateway has, a published signing key and its service token, and may misuse it. */
export type FalseGateway = {
  /** The person in whose name it calls. */
  readonly me: Me;
  readonly key: SigningKey;
  /** A new key, published where it is told until when. */
  newKey(expiresAt: Date | undefined): Promise<SigningKey>;
  /** A call as the Gateway makes it; `signed` says what of the context differs from the call. */
  hop(role: InternalRole, call?: Partial<Hop>, signed?: Signed): Promise<Hop>;
  send(call: Hop): Promise<Reply>;
  close(): Promise<void>;
};

export const audienceOf = (role: InternalRole) => `api://azimuth-${role}`;

/** Paths that a person may read, one of each role. */
export const READS: { readonly [R in InternalRole]: string } = {
  presentation: `${OURS}/me`,
  'data-movement': `${API}/imports`,
};

export async function createFalseGateway(stack: TestStack, signInName: string): Promise<FalseGateway> {
  const me = await (await stack.client(signInName)).call(Me, 'GET', `${OURS}/me`);
  const metadata = await stack.openMetadata();
  const grants = {
    presentation: { kind: 'tenant', standing: 'member' },
    'data-movement': { kind: 'workspace', id: me.myWorkspaceId, role: 'Admin' },
  } as const;
  const newKey: FalseGateway['newKey'] = async (expiresAt) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const keyId = crypto.randomUUID();
    const publicJwk = JSON.stringify(await exportJWK(publicKey));
    const publishedAt = new Date().toISOString();
    if (expiresAt !== undefined) {
      await metadata.system.publishKey({ keyId, publicJwk, publishedAt, expiresAt: expiresAt.toISOString() });
    }
    return { keyId, privateKey };
  };
  const key = await newKey(new Date(Date.now() + 3600_000));
  return {
    me,
    key,
    newKey,
    async hop(role, call = {}, signed = {}) {
      const path = `/internal/${role}${call.path ?? READS[role]}`;
      const { method = 'GET', body = '' } = call;
      const bound = {
        audience: signed.audience ?? audienceOf(role),
        method: signed.method ?? method,
        path: signed.path ?? path,
        body: new TextEncoder().encode(signed.body ?? body),
      };
      const grant = 'grant' in signed ? signed.grant : grants[role];
      const who = signed.context ?? contextOf(me);
      const context = await signContext(signed.key ?? key, bound, who, grant, signed.at ?? new Date());
      const token = await stack.identityToken('gateway', audienceOf(role));
      return { role, method, body, token, context, ...call, path };
    },
    send: ({ role, method, path, body, token, context }) =>
      request(`http://127.0.0.1:${stack.stack.ports.roles[role]}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(context === undefined ? {} : { [CONTEXT_HEADER]: context }),
          ...(body === '' ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === '' ? {} : { body }),
      }),
    close: () => metadata.close(),
  };
}

export function contextOf(me: Me, caller: Partial<Caller> = {}): UserContext {
  return {
    kind: 'user',
    requestId: crypto.randomUUID(),
    client: { ip: '127.0.0.1', userAgent: 'test' },
    caller: {
      kind: 'user',
      tenantId: parsed<TenantId>(me.tenantId),
      objectId: parsed<ObjectId>(me.objectId),
      displayName: me.displayName,
      signInName: me.signInName,
      effectiveUserName: me.signInName,
      groupIds: [],
      mayEdit: true,
      isAdministrator: false,
      ...caller,
    },
  };
}

/** An id of an answer as the id that it is. */
export function parsed<T extends TenantId | ObjectId>(text: string): T {
  const id = parseId<T>(text);
  if (id === undefined) throw new Error(`${text} is no id.`);
  return id;
}
