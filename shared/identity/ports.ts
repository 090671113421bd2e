import type { ObjectId, TenantId } from '../domain/ids.ts';
import type { PrincipalKind } from '../domain/principal.ts';

/** A person, guest, group or application with its names as they were last seen; who is who is the directory's to say. */
export type Person = {
  readonly objectId: ObjectId;
  readonly displayName: string;
  /** Empty for a group and an application. */
  readonly signInName: string;
  readonly kind: PrincipalKind;
};

/** Somebody who can sign in, as the directory has them now. */
export type Account = Person & {
  readonly isEnabled: boolean;
  /** Tokens issued before this moment are void (a changed password, a revocation in Entra); ISO 8601. */
  readonly sessionsValidFrom: string | undefined;
};

/**
 * The directory of every tenant: Entra's, through Microsoft Graph. Each call is asked of the directory itself or of
 * something that is kept as fresh; where it cannot be reached the call throws `upstream-unavailable`, and nothing is
 * assumed.
 */
export type Directory = {
  /** Undefined where the tenant has no such account. */
  account(tenantId: TenantId, objectId: ObjectId): Promise<Account | undefined>;
  /** Every group that the account is in, also through other groups. */
  groupsOf(tenantId: TenantId, objectId: ObjectId): Promise<readonly ObjectId[]>;
  /** A person, group or application by object id. */
  find(tenantId: TenantId, objectId: ObjectId): Promise<Person | undefined>;
  /** A person by sign-in name or e-mail address, a group by e-mail address. */
  findByName(tenantId: TenantId, name: string): Promise<Person | undefined>;
  /** People and groups (and applications, where asked for) whose names begin with the text, people first. */
  search(tenantId: TenantId, text: string, limit: number): Promise<readonly Person[]>;
  /** Invites a person of another organisation by e-mail address; the guest exists when this returns. */
  invite(tenantId: TenantId, email: string): Promise<Person>;
};

/** What a verified access token says, and nothing that only the directory knows. */
export type AccessToken = {
  /** A person's, or an application's own. */
  readonly kind: 'user' | 'service';
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  readonly displayName: string;
  readonly signInName: string;
  readonly isAdministrator: boolean;
  /** The application that asked for the token. */
  readonly clientId: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** The client said that it can answer a claims challenge (`xms_cc` has `cp1`). */
  readonly takesChallenges: boolean;
};

export type PersonStore = {
  find(objectId: ObjectId): Promise<Person | undefined>;
  findMany(objectIds: readonly ObjectId[]): Promise<readonly Person[]>;
  /** Adds the person or renews the names; true where something changed. */
  save(person: Person, at: string): Promise<boolean>;
};

/** An organisation that uses the service. `homeCluster` is where its metadata lives. */
export type Tenant = { readonly tenantId: TenantId; readonly name: string; readonly homeCluster: string };

/** A public key with which one Gateway instance signs user contexts. */
export type ContextKey = {
  readonly keyId: string;
  readonly publicJwk: string;
  readonly publishedAt: string;
  readonly expiresAt: string;
};
