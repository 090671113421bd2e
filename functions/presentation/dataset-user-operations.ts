import type { z } from 'zod';
import { findPrincipal } from '../../shared/catalog/find-principal.ts';
import { DatasetUserAccessRight, DatasetUserRequest, PrincipalType } from '../../shared/contract/power-bi.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { type ObjectId, parseId } from '../../shared/domain/ids.ts';
import { GRANTABLE_RIGHTS, type GrantableRight } from '../../shared/domain/rights.ts';
import type { Person } from '../../shared/identity/ports.ts';
import { addPermissions } from '../../shared/sharing/add-permissions.ts';
import { listDatasetUsers, setDatasetUser } from '../../shared/sharing/dataset-users.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readLenient } from '../read-body.ts';
import { done, json } from '../reply.ts';
import { rightsOfWord } from './dataset-rights.ts';
import { withSpelling } from './enum-spelling.ts';
import { inBoth, type PresentationOperations } from './operations.ts';
import { datasetUserShape, PRINCIPAL_KINDS_OF } from './power-bi-shapes.ts';

/** Rights on datasets as Power BI's operations have them: for people and groups, and never the right to write. */
export const datasetUserOperations = {
  ...inBoth('dataset-users-list', async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'model');
    const users = await metadata.read(grant.tenantId, (stores) => listDatasetUsers(stores, call.caller, grant));
    return json(200, { value: users.map(datasetUserShape) });
  }),
  ...inBoth('dataset-users-add', async (deps, { caller, grant, body, act }) => {
    const request = readUser(body);
    const rights = grantableOf(request.datasetUserAccessRight);
    if (rights.length === 0) {
      throw new Fault('request-invalid', { what: 'None gives nothing. To take rights away, use PUT.' });
    }
    const found = await findPrincipal(deps.directory, caller.tenantId, request.identifier);
    const { objectId } = requireUser(found, request);
    const sharing = { recipients: [objectId], rights, withModel: false };
    await addPermissions(deps, caller, grantOfKind(grant, 'model'), sharing, act);
    return done();
  }),
  ...inBoth('dataset-users-update', async (deps, { caller, grant, body, act }) => {
    const request = readUser(body);
    const rights = grantableOf(request.datasetUserAccessRight);
    const found = await findPrincipal(deps.directory, caller.tenantId, request.identifier);
    // Who is in the directory no more can still lose what they had.
    const gone = found === undefined && rights.length === 0 ? parseId<ObjectId>(request.identifier.trim()) : undefined;
    const objectId = gone ?? requireUser(found, request).objectId;
    const principal = { objectId, inDirectory: found };
    await setDatasetUser(deps, caller, grantOfKind(grant, 'model'), principal, rights, act);
    return done();
  }),
} satisfies PresentationOperations;

type UserRequest = z.infer<typeof DatasetUserRequest>;

const SPELLINGS = { principalType: PrincipalType.options, datasetUserAccessRight: DatasetUserAccessRight.options };

function readUser(body: unknown): UserRequest {
  const request = readLenient(DatasetUserRequest, withSpelling(body, SPELLINGS));
  if (request.principalType === 'App' || request.principalType === 'None') {
    throw new Fault('request-invalid', {
      what: 'Rights on a dataset are given to users and groups. Give an application a role in the workspace instead.',
      where: 'principalType',
    });
  }
  return request;
}

function requireUser(person: Person | undefined, { identifier, principalType }: UserRequest): Person {
  if (person !== undefined && PRINCIPAL_KINDS_OF[principalType]?.includes(person.kind) === true) return person;
  throw new Fault('request-invalid', {
    what: `The directory of your organisation has no ${principalType.toLowerCase()} "${identifier}".`,
    where: 'identifier',
  });
}

function grantableOf(word: UserRequest['datasetUserAccessRight']): readonly GrantableRight[] {
  const rights = rightsOfWord(word);
  if (rights.includes('write')) {
    throw new Fault('request-invalid', {
      what: 'The right to write is neither given nor taken here: it comes with a role in the workspace.',
      where: 'datasetUserAccessRight',
    });
  }
  return GRANTABLE_RIGHTS.filter((right) => rights.includes(right));
}
