import type { JobId, ObjectId, TenantId } from './ids.ts';

/** Who calls, as the verified token says. The pair of tenant and object id is the person; names are only shown. */
export type Caller = {
  readonly kind: 'user' | 'service';
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  readonly displayName: string;
  /** The sign-in name (UPN). It may change and be reused: never a key. */
  readonly signInName: string;
  /** What is passed to data sources as the acting account; empty for a service principal. */
  readonly effectiveUserName: string;
  readonly groupIds: readonly ObjectId[];
};

/** A person's request, somewhere between the Gateway and the answer. */
export type UserContext = {
  readonly kind: 'user';
  readonly caller: Caller;
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
