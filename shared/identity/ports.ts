import type { ObjectId, TenantId } from '../domain/ids.ts';

/** Somebody whom Azimuth knows: who signed in once, or whom the directory gave. */
export type Person = {
  readonly objectId: ObjectId;
  readonly displayName: string;
  readonly signInName: string;
  readonly kind: 'user' | 'guest' | 'service';
};

export type PersonStore = {
  find(objectId: ObjectId): Promise<Person | undefined>;
  findBySignInName(signInName: string): Promise<Person | undefined>;
  findMany(objectIds: readonly ObjectId[]): Promise<readonly Person[]>;
  /** People whose display or sign-in name contains the text, without regard to case, by display name. */
  search(text: string, limit: number): Promise<readonly Person[]>;
  /** Adds the person or renews the names; true where something changed. */
  save(person: Person, at: string): Promise<boolean>;
};

export type Tenant = { readonly tenantId: TenantId; readonly name: string };

/** A public key with which one Gateway instance signs user contexts. */
export type ContextKey = {
  readonly keyId: string;
  readonly publicJwk: string;
  readonly publishedAt: string;
  readonly expiresAt: string;
};
