import { Fault } from '../../domain/faults.ts';
import type { ObjectId, TenantId } from '../../domain/ids.ts';
import type { Account, Directory, Person } from '../../identity/ports.ts';
import { createApplicationTokens } from './application-tokens.ts';
import { createGraphClient, type GraphCall, type GraphClient } from './graph-client.ts';
import { pathOf } from './graph-query.ts';
import { findByName, search } from './graph-search.ts';
import {
  ACCOUNT_FIELDS,
  accountOf,
  GraphAccount,
  GraphIds,
  GraphInvitation,
  GraphObject,
  GraphServicePrincipal,
  namedOf,
  serviceAccountOf,
} from './graph-shapes.ts';
import type { TokenClient } from './token-request.ts';

export type GraphDirectoryOptions = TokenClient & {
  /** `https://graph.microsoft.com/v1.0`. */
  readonly graphUrl: string;
  /** Where an invited guest ends up: the service's public address. */
  readonly inviteRedirectUrl: string;
};

/** The resource for which tokens are asked, wherever Graph is reached. */
const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';
const GONE = 404;

/**
 * The directory of every tenant through Microsoft Graph, asked as the API application in that tenant. Nothing is kept
 * but the application's tokens. Throws `upstream-unavailable` where Graph or its token cannot be had.
 */
export function createGraphDirectory(options: GraphDirectoryOptions): Directory {
  const graph = createGraphClient({ ...options, token: createApplicationTokens(options, GRAPH_SCOPE) });
  return {
    account: (tenantId, objectId) => account(graph, tenantId, objectId),
    groupsOf: (tenantId, objectId) => groupsOf(graph, tenantId, objectId),
    find: (tenantId, objectId) => find(graph, tenantId, objectId),
    findByName: (tenantId, name) => findByName(graph, tenantId, name),
    search: (tenantId, text, limit) => search(graph, tenantId, text, limit),
    invite: (tenantId, email) => invite(graph, tenantId, email, options.inviteRedirectUrl),
  };
}

async function account(graph: GraphClient, tenantId: TenantId, objectId: ObjectId): Promise<Account | undefined> {
  const user = await graph(tenantId, GraphAccount, byId('/users', objectId, ACCOUNT_FIELDS));
  if (user.kind === 'ok') return accountOf(user.value);
  const call = byId('/servicePrincipals', objectId, 'id,displayName,accountEnabled');
  const principal = await graph(tenantId, GraphServicePrincipal, call);
  return principal.kind === 'ok' ? serviceAccountOf(principal.value) : undefined;
}

/** I-29: asked of our own address, never of one that a token names. More groups than Graph lists are a failure. */
async function groupsOf(graph: GraphClient, tenantId: TenantId, objectId: ObjectId): Promise<readonly ObjectId[]> {
  const answer = await graph(tenantId, GraphIds, {
    method: 'POST',
    path: `/directoryObjects/${objectId}/getMemberObjects`,
    body: { securityEnabledOnly: false },
    expects: [GONE],
  });
  return answer.kind === 'ok' ? answer.value.value : [];
}

async function find(graph: GraphClient, tenantId: TenantId, objectId: ObjectId): Promise<Person | undefined> {
  const answer = await graph(tenantId, GraphObject, byId('/directoryObjects', objectId));
  if (answer.kind !== 'ok') return undefined;
  switch (answer.value['@odata.type']) {
    case '#microsoft.graph.user':
      return person(graph, tenantId, objectId);
    case '#microsoft.graph.group':
      return namedOf(answer.value, 'group');
    case '#microsoft.graph.servicePrincipal':
      return namedOf(answer.value, 'service');
    default:
      return undefined;
  }
}

/** A directory object does not say whether a person is a guest; the user does. */
async function person(graph: GraphClient, tenantId: TenantId, objectId: ObjectId): Promise<Person | undefined> {
  const user = await graph(tenantId, GraphAccount, byId('/users', objectId, ACCOUNT_FIELDS));
  if (user.kind !== 'ok') return undefined;
  const { displayName, signInName, kind } = accountOf(user.value);
  return { objectId, displayName, signInName, kind };
}

async function invite(graph: GraphClient, tenantId: TenantId, email: string, redirectUrl: string): Promise<Person> {
  const answer = await graph(tenantId, GraphInvitation, {
    method: 'POST',
    path: '/invitations',
    body: { invitedUserEmailAddress: email, inviteRedirectUrl: redirectUrl, sendInvitationMessage: true },
    expects: [400, 403],
    isSafe: false,
  });
  if (answer.kind !== 'ok') {
    const what = `The directory did not accept an invitation of "${email}". Check the address, and whether guests may be invited`;
    throw new Fault('request-invalid', { what });
  }
  const { id } = answer.value.invitedUser;
  // A new guest may take seconds to be readable everywhere in the directory.
  return (await person(graph, tenantId, id)) ?? { objectId: id, displayName: email, signInName: email, kind: 'guest' };
}

function byId(collection: string, objectId: ObjectId, select?: string): GraphCall {
  const path = `${collection}/${objectId}`;
  return { method: 'GET', path: select === undefined ? path : pathOf(path, { select }), expects: [GONE] };
}
