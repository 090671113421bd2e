import { Fault } from '../domain/faults.ts';
import { parseId, type TenantId } from '../domain/ids.ts';

/** The tenant of personal Microsoft accounts: it is nobody's organisation. */
const PERSONAL_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad';
const PLACE = '{tenantid}';

/** Which of Entra's two token formats: they name the same things differently. */
export type TokenVersion = '1.0' | '2.0';

export type TokenIssuer = { readonly tenantId: TenantId; readonly version: TokenVersion };

/** A template of an issuer with the tenant put in. */
export function issuerOf(template: string, tenantId: TenantId): string {
  return template.replaceAll(PLACE, () => tenantId);
}

/** Entra's version 2 issuers end with `/v2.0`; all others are of version 1. */
function versionOf(template: string): TokenVersion {
  return template.endsWith('/v2.0') ? '2.0' : '1.0';
}

/**
 * The tenant and version of a token (I-21, I-31): its `iss` is one of the templates with its own `tid` put in, compared
 * exactly, and its `ver` is that issuer's. Throws `token-invalid`.
 */
export function readIssuer(claims: Readonly<Record<string, unknown>>, templates: readonly string[]): TokenIssuer {
  const tid = claims['tid'];
  const tenantId = typeof tid === 'string' ? parseId<TenantId>(tid) : undefined;
  if (tenantId === undefined) throw new Fault('token-invalid', { why: 'tid is no GUID' });
  if (tenantId === PERSONAL_ACCOUNTS) throw new Fault('token-invalid', { why: 'a personal account' });
  const template = templates.find((one) => issuerOf(one, tenantId) === claims['iss']);
  if (template === undefined) throw new Fault('token-invalid', { why: 'issuer' });
  if (versionOf(template) !== claims['ver']) throw new Fault('token-invalid', { why: 'ver is not of this issuer' });
  return { tenantId, version: versionOf(template) };
}

/**
 * Whether a key may sign for the tenant (I-21). `keyIssuer` is the key's own property: an issuer of this tenant, in
 * either version since both are one authority's, or a template. A key without one signs for whom its key set does.
 */
export function mayKeySign(keyIssuer: string | undefined, templates: readonly string[], tenantId: TenantId): boolean {
  if (keyIssuer === undefined) return true;
  return templates.some((template) => issuerOf(template, tenantId) === issuerOf(keyIssuer, tenantId));
}

/**
 * Whether a key's own issuer fits an issuer without a template: the same, or one of the same tenant, since a key set of
 * version 2 also serves tokens of version 1; a template fits every tenant.
 */
export function isOfOneTenant(keyIssuer: string, issuer: string): boolean {
  const tenant = tenantIn(issuer);
  return keyIssuer === issuer || (tenant !== undefined && tenantIn(issuerOf(keyIssuer, tenant)) === tenant);
}

function tenantIn(issuer: string): TenantId | undefined {
  return URL.canParse(issuer) ? parseId<TenantId>(new URL(issuer).pathname.split('/')[1]) : undefined;
}
