import { listMembers, type MemberChange, removeMember, setMember } from '../../shared/catalog/workspace-members.ts';
import { createWorkspace, deleteWorkspace, listWorkspaces } from '../../shared/catalog/workspaces.ts';
import {
  GroupCreationRequest,
  GroupUserAccessRight,
  GroupUserRequest,
  PrincipalType,
} from '../../shared/contract/power-bi.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import type { Call } from '../internal-hop.ts';
import { readLenient } from '../read-body.ts';
import { done, json } from '../reply.ts';
import type { PresentationDeps } from './deps.ts';
import { withSpelling } from './enum-spelling.ts';
import { applyListOptions } from './list-options.ts';
import type { PresentationOperations } from './operations.ts';
import { groupShape, groupUserShape, PRINCIPAL_KINDS_OF } from './power-bi-shapes.ts';

/** Workspaces and their users, as Power BI's Groups and Users operations have them. */
export const groupOperations = {
  'users-refresh-permissions': async ({ metadata }, { caller, act }) => {
    await metadata.write(caller.tenantId, act, async () => undefined);
    return done();
  },
  'groups-list': async ({ metadata }, { caller, query }) => {
    const seen = await metadata.read(caller.tenantId, (stores) => listWorkspaces(stores, caller));
    const shared = seen.filter(({ workspace }) => workspace.kind === 'shared');
    const groups = shared.map(({ workspace, role }) => groupShape(workspace, role));
    return json(200, { value: applyListOptions(groups, query) });
  },
  'groups-create': async ({ metadata, now }, { caller, body, act }) => {
    const { name } = readLenient(GroupCreationRequest, body);
    const workspace = await createWorkspace(metadata, caller, name, now().toISOString(), act);
    return json(200, groupShape(workspace, 'Admin'));
  },
  'groups-get': async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'workspace');
    const workspace = await metadata.read(grant.tenantId, (stores) => stores.workspaces.find(grant.workspaceId));
    if (workspace === undefined) throw new Fault('not-found', { what: 'workspace' });
    return json(200, groupShape(workspace, grant.role));
  },
  'groups-delete': async ({ metadata }, { caller, grant, act }) => {
    await deleteWorkspace(metadata, caller, grantOfKind(grant, 'workspace'), act);
    return done();
  },
  'group-users-list': async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'workspace');
    const members = await metadata.read(grant.tenantId, (stores) => listMembers(stores, grant));
    return json(200, { value: members.map(({ member, person }) => groupUserShape(member, person)) });
  },
  'group-users-add': changeUser,
  'group-users-update': changeUser,
  'group-users-delete': async (deps, { caller, grant, parameters, act }) => {
    await removeMember(deps, caller, grantOfKind(grant, 'workspace'), parameters['user'] ?? '', act);
    return done();
  },
} satisfies PresentationOperations;

const SPELLINGS = { principalType: PrincipalType.options, groupUserAccessRight: GroupUserAccessRight.options };

async function changeUser(deps: PresentationDeps, { caller, grant, body, act }: Call): Promise<Response> {
  const request = readLenient(GroupUserRequest, withSpelling(body, SPELLINGS));
  const principal = request.identifier ?? request.emailAddress;
  if (principal === undefined) {
    throw new Fault('request-invalid', { what: 'Say whom you mean: identifier or emailAddress.' });
  }
  const workspace = grantOfKind(grant, 'workspace');
  const { groupUserAccessRight: role, principalType } = request;
  if (role === 'None') {
    await removeMember(deps, caller, workspace, principal, act);
    return done();
  }
  const kinds = principalType === undefined ? undefined : PRINCIPAL_KINDS_OF[principalType];
  const change: MemberChange = { principal, role, kinds };
  await setMember(deps, caller, workspace, change, deps.now().toISOString(), act);
  return done();
}
