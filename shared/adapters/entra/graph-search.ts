import type { z } from 'zod';
import type { TenantId } from '../../domain/ids.ts';
import type { Person } from '../../identity/ports.ts';
import type { GraphClient } from './graph-client.ts';
import { beginsAny, equalsAny, pathOf } from './graph-query.ts';
import { GraphNamedList, GraphUsers, namedOf, personOf, USER_FIELDS } from './graph-shapes.ts';

/** Longer texts are no name of anybody, and are not asked for. */
const LONGEST_NAME = 256;
const NAMED_FIELDS = 'id,displayName';
/** Graph takes no larger page. */
const LARGEST_PAGE = 999;
/** Enough to see that a name is not one person's or one group's alone. */
const TWO = 2;

/**
 * The person with this sign-in name, else the only one with this e-mail address, else the only group with it. Where an
 * address belongs to several nobody is found: a right must not go to one of them by chance.
 */
export async function findByName(graph: GraphClient, tenantId: TenantId, name: string): Promise<Person | undefined> {
  const wanted = name.trim();
  if (wanted === '' || wanted.length > LONGEST_NAME) return undefined;
  const filter = equalsAny(['userPrincipalName', 'mail'], wanted);
  const users = await list(graph, tenantId, GraphUsers, pathOf('/users', { filter, select: USER_FIELDS, top: TWO }));
  const byName = users.find((user) => user.userPrincipalName.toLowerCase() === wanted.toLowerCase());
  const user = byName ?? (users.length === 1 ? users[0] : undefined);
  if (user !== undefined) return personOf(user);
  if (users.length > 0) return undefined;
  const query = { filter: equalsAny(['mail'], wanted), select: NAMED_FIELDS, top: TWO };
  const [group, another] = await list(graph, tenantId, GraphNamedList, pathOf('/groups', query));
  return group === undefined || another !== undefined ? undefined : namedOf(group, 'group');
}

/** People, then groups, then applications whose names begin with the text: as many as wanted of all together. */
export async function search(
  graph: GraphClient,
  tenantId: TenantId,
  text: string,
  limit: number,
): Promise<readonly Person[]> {
  const wanted = text.trim();
  if (wanted === '' || wanted.length > LONGEST_NAME || limit < 1) return [];
  const top = Math.min(limit, LARGEST_PAGE);
  const named = (path: string, fields: readonly string[]): string =>
    pathOf(path, { filter: beginsAny(fields, wanted), select: NAMED_FIELDS, top });
  const filter = beginsAny(['displayName', 'userPrincipalName', 'mail'], wanted);
  const [users, groups, principals] = await Promise.all([
    list(graph, tenantId, GraphUsers, pathOf('/users', { filter, select: USER_FIELDS, top })),
    list(graph, tenantId, GraphNamedList, named('/groups', ['displayName', 'mail'])),
    list(graph, tenantId, GraphNamedList, named('/servicePrincipals', ['displayName'])),
  ]);
  return [
    ...users.map(personOf),
    ...groups.map((group) => namedOf(group, 'group')),
    ...principals.map((principal) => namedOf(principal, 'service')),
  ].slice(0, limit);
}

async function list<T>(
  graph: GraphClient,
  tenantId: TenantId,
  shape: z.ZodType<{ readonly value: readonly T[] }>,
  path: string,
): Promise<readonly T[]> {
  const answer = await graph(tenantId, shape, { method: 'GET', path });
  return answer.kind === 'ok' ? answer.value.value : [];
}
