import { SetRoleRequest } from '../../shared/contract/azimuth.ts';
import { listRoles, type SeenRole, setRoleMembers } from '../../shared/sharing/dataset-roles.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readStrict } from '../read-body.ts';
import { json } from '../reply.ts';
import { personShape } from './azimuth-shapes.ts';
import type { PresentationOperations } from './operations.ts';

/** The roles of a dataset's definition, and who is in them: for those who may write it. */
export const roleOperations = {
  'azimuth-dataset-roles-list': async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'model');
    const roles = await metadata.read(grant.tenantId, (stores) => listRoles(stores, grant));
    return json(200, { roles: roles.map(roleShape) });
  },
  'azimuth-dataset-roles-set': async (deps, { caller, grant, body, act }) => {
    const change = readStrict(SetRoleRequest, body);
    const roles = await setRoleMembers(deps, caller, grantOfKind(grant, 'model'), change, act);
    return json(200, { roles: roles.map(roleShape) });
  },
} satisfies PresentationOperations;

function roleShape({ name, description, members }: SeenRole) {
  return { name, description, members: members.map(personShape) };
}
