import { Fault } from '../domain/faults.ts';
import type { Caller, Holder } from '../domain/principal.ts';
import { allows, TENANT_SETTINGS, type TenantSettingName } from '../domain/tenant-settings.ts';
import type { AccessToken } from './ports.ts';
import type { Standing } from './standing.ts';

/**
 * Who calls, from a verified token and the standing of its account; or the refusal: `session-revoked` where the account
 * is gone, disabled, or has ended the sessions before some moment; `not-allowed-here` where the tenant lets in no
 * guests or applications.
 */
export function callerOf(token: AccessToken, standing: Standing): Caller {
  const { account } = standing;
  const validFrom = standing.sessionsValidFrom;
  const isVoid = validFrom !== undefined && token.issuedAt < wholeSecond(validFrom);
  if (account === undefined || !account.isEnabled || isVoid) {
    const since = validFrom ?? new Date(token.issuedAt * 1000 + 1).toISOString();
    throw new Fault('session-revoked', { validFrom: since, takesChallenges: token.takesChallenges });
  }
  const holder = holderOf(
    token.kind === 'service' ? 'service' : account.kind === 'guest' ? 'guest' : 'user',
    standing,
    token,
  );
  refuseBySetting(holder, standing);
  return {
    ...holder,
    tenantId: token.tenantId,
    displayName: account.displayName || token.displayName,
    signInName: token.kind === 'service' ? '' : account.signInName || token.signInName,
    // What goes to data sources is what the signed token says, and nothing that anybody could edit in between.
    effectiveUserName: token.kind === 'service' ? '' : token.signInName,
    isAdministrator: token.isAdministrator && holder.kind === 'user',
  };
}

function holderOf(kind: Holder['kind'], { groupIds, settings }: Standing, { objectId }: AccessToken): Holder {
  const who = { kind, objectId, groupIds };
  return { ...who, mayEdit: kind !== 'guest' || allows(settings.guestEditing, who) };
}

/** Settings that decide whether somebody gets in at all. */
const DOORS: { readonly [K in Holder['kind']]?: TenantSettingName } = {
  guest: 'guestAccess',
  service: 'servicePrincipals',
};

function refuseBySetting(who: Holder, { settings }: Standing): void {
  const door = DOORS[who.kind];
  if (door !== undefined && !allows(settings[door], who)) {
    throw new Fault('not-allowed-here', { setting: TENANT_SETTINGS[door].title });
  }
}

/** The first whole second that is not before the moment: tokens say when they were issued in whole seconds. */
function wholeSecond(moment: string): number {
  return Math.ceil(Date.parse(moment) / 1000);
}
