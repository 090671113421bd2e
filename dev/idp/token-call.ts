import type { DirectoryTenant } from '../directory/directory-changes.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import { OAuthRefusal } from './oauth-error.ts';
import type { ProviderSettings } from './provider-settings.ts';
import type { Incoming } from './reply.ts';

/** One request to the token endpoint. */
export type TokenCall = {
  readonly settings: ProviderSettings;
  readonly codes: AuthorizationCodes;
  readonly incoming: Incoming;
  /** The tenant that the address names; undefined where it names none. */
  readonly tenant: DirectoryTenant | undefined;
};

/** A grant answers the endpoint's success, or throws an `OAuthRefusal`. */
export type Grant = (call: TokenCall) => Promise<Record<string, unknown>>;

/** A parameter that must be there. */
export function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw new OAuthRefusal('parameter-missing', name);
  return value;
}

/** Refuses an account of another tenant than the address names. */
export function samePlace(found: DirectoryTenant, named: DirectoryTenant | undefined): void {
  if (named !== undefined && named.tenantId !== found.tenantId) throw new OAuthRefusal('tenant-other');
}
