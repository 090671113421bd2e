import {
  createWorkspace,
  deleteWorkspace,
  listMembers,
  listWorkspaces,
  removeMember,
  setMember,
} from '../../shared/catalog/workspaces.ts';
import { GroupCreationRequest, GroupUserRequest } from '../../shared/contract/power-bi.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import type { Call } from '../internal-hop.ts';
import { readLenient } from '../read-body.ts';
import { done, json } from '../reply.ts';
import type { PresentationDeps } from './deps.ts';
import { applyListOptions } from './list-options.ts';
import type { PresentationOperations } from './operations.ts';
import { groupShape, groupUserShape } from './power-bi-shapes.ts';

/** Workspaces and their users, as Power BI's Groups operations have them. */
export const groupOperations = {
  'groups-list': async ({ metadata }, { caller, query }) => {
    const seen = await metadata.read(caller.tenantId, (stores) => listWorkspaces(stores, caller));
    const shared = seen.filter(({ workspace }) => workspace.kind === 'shared');
    const groups = shared.map(({ workspace, role }) => groupShape(workspace, role));
    return json(200, { value: applyListOptions(groups, query) });
  },
  'groups-create': async ({ metadata, now }, { caller, body, once }) => {
    const { name } = readLenient(GroupCreationRequest, body);
    const workspace = await createWorkspace(metadata, caller, name, now().toISOString(), once);
    return json(200, groupShape(workspace, 'Admin'));
  },
  'groups-get': async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'workspace');
    const workspace = await metadata.read(grant.tenantId, (stores) => stores.workspaces.find(grant.workspaceId));
    if (workspace === undefined) throw new Fault('not-found', { what: 'workspace' });
    return json(200, groupShape(workspace, grant.role));
  },
  'groups-delete': async ({ metadata }, { grant, once }) => {
    await deleteWorkspace(metadata, grantOfKind(grant, 'workspace'), once);
    return done();
  },
  'group-users-list': async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'workspace');
    const members = await metadata.read(grant.tenantId, (stores) => listMembers(stores, grant));
    return json(200, { value: members.map(({ member, person }) => groupUserShape(member, person)) });
  },
  'group-users-add': changeUser,
  'group-users-update': changeUser,
  'group-users-delete': async ({ metadata }, { grant, parameters, once }) => {
    await removeMember(metadata, grantOfKind(grant, 'workspace'), parameters['user'] ?? '', once);
    return done();
  },
} satisfies PresentationOperations;

async function changeUser({ metadata }: PresentationDeps, { grant, body, once }: Call): Promise<Response> {
  const { identifier, emailAddress, groupUserAccessRight: role } = readLenient(GroupUserRequest, body);
  const principal = identifier ?? emailAddress;
  if (principal === undefined) {
    throw new Fault('request-invalid', { what: 'Say whom you mean: identifier or emailAddress.' });
  }
  const workspace = grantOfKind(grant, 'workspace');
  if (role === 'None') await removeMember(metadata, workspace, principal, once);
  else await setMember(metadata, workspace, { principal, role }, once);
  return done();
}
