import { groupsOf, kindOf } from '../directory/memberships.ts';
import { json, type Reply } from '../idp/reply.ts';
import { parseFilter } from './graph-filter.ts';
import { collections, directoryObject, type GraphObject, selected } from './graph-objects.ts';
import { GraphRefusal } from './graph-reply.ts';
import type { GraphRequest } from './graph-request.ts';

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id of an address; refused where it is none. */
export function objectIdOf(text: string): string {
  if (!GUID.test(text)) throw new GraphRefusal('id-invalid');
  return text.toLowerCase();
}

/** GET /users, /groups or /servicePrincipals with `$filter`, `$select` and `$top`. There is one page only. */
export function listObjects({ tenant, query }: GraphRequest, collection: string): Reply {
  const all = collections(tenant).get(collection) ?? [];
  const filter = query.get('$filter');
  const top = Number(query.get('$top') ?? DEFAULT_PAGE);
  if (!Number.isInteger(top) || top < 1 || top > LARGEST_PAGE) throw new GraphRefusal('query-unsupported');
  const found = filter === null ? all : all.filter(parseFilter(filter));
  return json(200, { value: found.slice(0, top).map((object) => selected(object, query.get('$select'))) });
}

/** GET of one object; a user also by the sign-in name. */
export function getObject({ tenant, query }: GraphRequest, collection: string, key: string): Reply {
  const isWanted = ({ id, userPrincipalName }: GraphObject): boolean =>
    id === key.toLowerCase() || (collection === 'users' && userPrincipalName === key);
  const found =
    collection === 'directoryObjects'
      ? directoryObject(tenant, objectIdOf(key))
      : collections(tenant).get(collection)?.find(isWanted);
  if (found === undefined) throw new GraphRefusal('not-found');
  return json(200, selected(found, query.get('$select')));
}

/** POST /directoryObjects/{id}/getMemberObjects: groups only, through other groups too. */
export function memberObjects({ tenant, body }: GraphRequest, id: string): Reply {
  const objectId = objectIdOf(id);
  const isAsked = typeof body === 'object' && body !== null && 'securityEnabledOnly' in body;
  if (!isAsked || typeof body.securityEnabledOnly !== 'boolean') throw new GraphRefusal('body-invalid');
  if (kindOf(tenant, objectId) === undefined) throw new GraphRefusal('not-found');
  return json(200, { value: groupsOf(tenant, objectId) });
}
