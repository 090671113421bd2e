import type { Reply } from '../idp/reply.ts';
import { addGroup, addMember, changeUser, invite, removeMember, revokeSessions } from './change-operations.ts';
import type { GraphCaller } from './graph-caller.ts';
import type { GraphRequest } from './graph-request.ts';
import { getObject, listObjects, memberObjects } from './read-operations.ts';

export type GraphRoute = {
  readonly method: string;
  /** Below `/v1.0`; each group of it is handed to the operation. */
  readonly path: RegExp;
  readonly by: readonly GraphCaller['kind'][];
  readonly answer: (request: GraphRequest, ...parts: readonly string[]) => Reply | Promise<Reply>;
};

const READERS = ['service', 'administrator'] as const;
const ADMINISTRATORS = ['administrator'] as const;

/** Everything that the stand-in of Graph knows: what the service asks, and what scripts and tests change. */
export const GRAPH_ROUTES: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: /^\/(users|groups|servicePrincipals)$/,
    by: READERS,
    answer: (request, collection = '') => listObjects(request, collection),
  },
  {
    method: 'GET',
    path: /^\/(users|groups|servicePrincipals|directoryObjects)\/([^/]+)$/,
    by: READERS,
    answer: (request, collection = '', key = '') => getObject(request, collection, key),
  },
  {
    method: 'POST',
    path: /^\/(?:users|servicePrincipals|directoryObjects)\/([^/]+)\/getMemberObjects$/,
    by: READERS,
    answer: (request, id = '') => memberObjects(request, id),
  },
  { method: 'POST', path: /^\/invitations$/, by: READERS, answer: invite },
  {
    method: 'PATCH',
    path: /^\/users\/([^/]+)$/,
    by: ADMINISTRATORS,
    answer: (request, id = '') => changeUser(request, id),
  },
  {
    method: 'POST',
    path: /^\/users\/([^/]+)\/revokeSignInSessions$/,
    by: ADMINISTRATORS,
    answer: (request, id = '') => revokeSessions(request, id),
  },
  { method: 'POST', path: /^\/groups$/, by: ADMINISTRATORS, answer: addGroup },
  {
    method: 'POST',
    path: /^\/groups\/([^/]+)\/members\/\$ref$/,
    by: ADMINISTRATORS,
    answer: (request, id = '') => addMember(request, id),
  },
  {
    method: 'DELETE',
    path: /^\/groups\/([^/]+)\/members\/([^/]+)\/\$ref$/,
    by: ADMINISTRATORS,
    answer: (request, id = '', member = '') => removeMember(request, id, member),
  },
];
