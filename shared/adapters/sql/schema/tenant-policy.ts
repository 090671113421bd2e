import type { Migration } from './table-spec.ts';

/** Tables that the policy of this migration covers; a later table of tenants needs a migration of its own. */
const COVERED = [
  'used_context',
  'garbage',
  'person',
  'workspace',
  'workspace_member',
  'item',
  'item_definition',
  'model_version',
  'tile',
  'share',
  'upload',
  'import',
] as const;

/** The same for the tables of `0003-sharing-and-audit`. */
const COVERED_LATER = [
  'permission',
  'sharing_link',
  'sharing_link_recipient',
  'tenant_setting',
  'tenant_security',
  'revocation',
  'activity_event',
] as const;

const PREDICATE = 'dbo.tenant_access(tenant_id)';

/**
 * SQL Server's own row-level security, below every query of ours: a connection reaches the rows of the tenant that its
 * session context names, and with no context none. Work of the system over all tenants says so with `system` = 1.
 */
export const TENANT_POLICY: Migration = {
  name: '0002-tenant-policy',
  steps: [
    {
      kind: 'tsql-only',
      text: `create function dbo.tenant_access(@tenant_id char(36))
returns table
with schemabinding
as return
  select 1 as allowed
  where @tenant_id = convert(char(36), session_context(N'tenant_id'))
    or convert(int, session_context(N'system')) = 1`,
    },
    {
      kind: 'tsql-only',
      text: `create security policy dbo.tenant_policy\n${predicatesOn(COVERED)}\nwith (state = on)`,
    },
  ],
};

/** Puts the tables that came with sharing and the activity log under the policy. */
export const TENANT_POLICY_OF_SHARING: Migration = {
  name: '0004-tenant-policy-of-sharing',
  steps: [{ kind: 'tsql-only', text: `alter security policy dbo.tenant_policy\n${predicatesOn(COVERED_LATER)}` }],
};

/** What puts these tables under the policy. */
export function predicatesOn(tables: readonly string[]): string {
  return tables
    .flatMap((table) => [
      `  add filter predicate ${PREDICATE} on dbo."${table}"`,
      `  add block predicate ${PREDICATE} on dbo."${table}" after insert`,
      `  add block predicate ${PREDICATE} on dbo."${table}" after update`,
    ])
    .join(',\n');
}
