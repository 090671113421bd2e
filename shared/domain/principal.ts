import type { JobId, ObjectId, TenantId } from './ids.ts';

/** What may be given something in Entra. A guest is a person of another organisation. */
export const PRINCIPAL_KINDS = ['user', 'guest', 'group', 'service'] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

/** Whoever holds rights, as far as rights depend on it. */
export type Holder = {
  readonly kind: Exclude<PrincipalKind, 'group'>;
  readonly objectId: ObjectId;
  /** The groups that they are in, also through other groups, as far as these hold anything in the tenant. */
  readonly groupIds: readonly ObjectId[];
  /** False for a guest whom the tenant lets look only. */
  readonly mayEdit: boolean;
};

/**
 * Who calls: the verified token, and what the directory says of them now. The pair of tenant and object id is the
 * person; names are only shown.
 */
export type Caller = Holder & {
  readonly tenantId: TenantId;
  readonly displayName: string;
  /** The sign-in name (UPN). It may change and be reused: never a key. */
  readonly signInName: string;
  /** What is passed to data sources as the acting account; empty for a service principal. */
  readonly effectiveUserName: string;
  /** Holds an administrator's role of the directory: may set what the whole tenant may do. */
  readonly isAdministrator: boolean;
};

/** From where a person calls, as the edge saw it: for the audit log, and never for a decision. */
export type ClientFacts = { readonly ip: string; readonly userAgent: string };

/** A person's request, somewhere between the Gateway and the answer. */
export type UserContext = {
  readonly kind: 'user';
  readonly caller: Caller;
  readonly client: ClientFacts;
  readonly requestId: string;
};

/** Work without a person: it may move data and never reads as somebody. */
export type SystemContext = {
  readonly kind: 'system';
  readonly tenantId: TenantId;
  readonly jobId: JobId;
  readonly requestId: string;
};

export type WorkContext = UserContext | SystemContext;

/** The roles of the service: these words are used in settings, folders and audiences. */
export const ROLES = ['web-front-end', 'gateway', 'presentation', 'data-movement'] as const;
export type RoleName = (typeof ROLES)[number];
