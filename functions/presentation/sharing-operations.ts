import { AddPermissionsRequest } from '../../shared/contract/azimuth.ts';
import { Fault } from '../../shared/domain/faults.ts';
import type { Grant, ItemGrant } from '../../shared/domain/grants.ts';
import { type ObjectId, parseId } from '../../shared/domain/ids.ts';
import { addPermissions } from '../../shared/sharing/add-permissions.ts';
import { explainAccess } from '../../shared/sharing/explain-access.ts';
import { listPermissions } from '../../shared/sharing/list-permissions.ts';
import { removePermissions } from '../../shared/sharing/remove-permissions.ts';
import { readStrict } from '../read-body.ts';
import { done, json } from '../reply.ts';
import { personShape } from './azimuth-shapes.ts';
import type { PresentationHandler, PresentationOperations } from './operations.ts';
import { explanationShape, permissionsShape } from './sharing-shapes.ts';

const list: PresentationHandler = async ({ metadata }, call) => {
  const grant = itemGrant(call.grant);
  const seen = await metadata.read(grant.tenantId, (stores) => listPermissions(stores, call.caller, grant));
  return json(200, permissionsShape(seen));
};

const add: PresentationHandler = async (deps, { caller, grant, body, act }) => {
  const sharing = readStrict(AddPermissionsRequest, body);
  const { people, invited, model } = await addPermissions(deps, caller, itemGrant(grant), sharing, act);
  return json(200, { people: people.map(personShape), invited: invited.map(personShape), model });
};

const remove: PresentationHandler = async ({ metadata }, { caller, grant, parameters, query, act }) => {
  const principalId = parseId<ObjectId>(parameters['principalId']);
  if (principalId === undefined) throw new Fault('not-found', { what: 'permission' });
  const from = { principalId, withModel: query.get('withModel') === 'true' };
  await removePermissions(metadata, caller, itemGrant(grant), from, act);
  return done();
};

const explain: PresentationHandler = async (deps, { caller, grant, parameters }) => {
  const principal = parameters['principalId'];
  const about = principal === 'me' ? 'me' : parseId<ObjectId>(principal);
  if (about === undefined) throw new Fault('not-found', { what: 'person' });
  return json(200, explanationShape(await explainAccess(deps, caller, itemGrant(grant), about)));
};

/** Who may do what with an item, the same for each kind of item. */
export const sharingOperations: PresentationOperations = Object.fromEntries(
  ['dataset', 'report', 'dashboard'].flatMap((word) => [
    [`azimuth-${word}-permissions-list`, list],
    [`azimuth-${word}-permissions-add`, add],
    [`azimuth-${word}-permissions-remove`, remove],
    [`azimuth-${word}-access-explain`, explain],
  ]),
);

function itemGrant(grant: Grant): ItemGrant {
  if ('rights' in grant) return grant;
  throw new Fault('hop-refused', { why: 'a grant of an item was expected' });
}
