import {
  type CreateTable,
  ID,
  INTEGER,
  LONG_TEXT,
  type Migration,
  type Reference,
  type Step,
  TIME,
  text,
} from './table-spec.ts';

const RIGHTS = text(64);
const KIND = text(16);

const toItem: Reference = { columns: ['tenant_id', 'item_id'], table: 'item', to: ['tenant_id', 'id'] };
const toLink: Reference = { columns: ['tenant_id', 'link_id'], table: 'sharing_link', to: ['tenant_id', 'id'] };

function table(
  name: string,
  columns: CreateTable['columns'],
  key: readonly string[],
  references: readonly Reference[] = [],
): CreateTable {
  return { kind: 'create-table', table: name, columns, primaryKey: key, references };
}

function index(tableName: string, columns: readonly string[]): Step {
  return { kind: 'create-index', name: `${tableName}_by_${columns.at(-1)}`, table: tableName, columns };
}

/** SQL Server: the policy shows rows of all tenants only to work of the system, and a table under it cannot be dropped. */
const BECOME_SYSTEM: Step = { kind: 'tsql-only', text: "exec sp_set_session_context N'system', 1" };
const NO_LONGER_SYSTEM: Step = { kind: 'tsql-only', text: "exec sp_set_session_context N'system', 0" };
const SHARE_WITHOUT_POLICY: Step = {
  kind: 'tsql-only',
  text: `alter security policy dbo.tenant_policy
  drop filter predicate on dbo."share",
  drop block predicate on dbo."share" after insert,
  drop block predicate on dbo."share" after update`,
};

const SHARES_BECOME_PERMISSIONS: readonly Step[] = [
  {
    kind: 'statement',
    text: `insert into "permission"
  ("tenant_id", "item_id", "grantee_id", "grantee_kind", "rights", "source", "granted_by", "granted_at")
select "tenant_id", "item_id", "grantee_id", 'user', 'read', 'direct', "granted_by", "granted_at"
from "share"`,
  },
  SHARE_WITHOUT_POLICY,
  { kind: 'drop-table', table: 'share' },
];

const KINDS_OF_MEMBERS: Step = {
  kind: 'statement',
  text: `update "workspace_member"
set "principal_kind" = case "principal_kind" when 'App' then 'service' else 'user' end
where "principal_kind" in ('User', 'App')`,
};

/** People are looked for in the directory: the store compares their names no longer. */
const NAMES_ARE_ONLY_SHOWN: readonly Step[] = [
  { kind: 'drop-index', table: 'person', name: 'person_by_sign_in_name_key' },
  { kind: 'drop-column', table: 'person', column: 'sign_in_name_key' },
  { kind: 'drop-column', table: 'person', column: 'display_name_key' },
];

/** Permissions and links instead of shares, what an administrator sets, the activity log, limits, and the standby cluster. */
export const SHARING_AND_AUDIT: Migration = {
  name: '0003-sharing-and-audit',
  steps: [
    {
      kind: 'add-column',
      table: 'tenant',
      column: 'home_cluster',
      type: { kind: 'text', max: 64 },
      default: 'home',
    },
    table('cluster_state', { name: text(32), is_on: INTEGER }, ['name']),
    table('usage_count', { key_text: text(256), window_start: TIME, count: INTEGER }, ['key_text', 'window_start']),
    index('usage_count', ['window_start']),

    table('tenant_security', { tenant_id: ID, epoch: INTEGER, is_read_only: INTEGER }, ['tenant_id']),
    table('revocation', { tenant_id: ID, object_id: ID, valid_from: TIME }, ['tenant_id', 'object_id']),
    table(
      'tenant_setting',
      { tenant_id: ID, name: text(64), is_on: INTEGER, only_for: LONG_TEXT, except_for: LONG_TEXT },
      ['tenant_id', 'name'],
    ),
    table(
      'permission',
      {
        tenant_id: ID,
        item_id: ID,
        grantee_id: ID,
        grantee_kind: KIND,
        rights: RIGHTS,
        source: text(36),
        granted_by: ID,
        granted_at: TIME,
      },
      ['tenant_id', 'item_id', 'grantee_id', 'source'],
      [toItem],
    ),
    index('permission', ['tenant_id', 'grantee_id']),
    index('permission', ['tenant_id', 'source']),
    table(
      'sharing_link',
      {
        tenant_id: ID,
        id: ID,
        item_id: ID,
        kind: KIND,
        rights: RIGHTS,
        covers_model: INTEGER,
        created_by: ID,
        created_at: TIME,
      },
      ['tenant_id', 'id'],
      [toItem],
    ),
    index('sharing_link', ['tenant_id', 'item_id']),
    table(
      'sharing_link_recipient',
      { tenant_id: ID, link_id: ID, principal_id: ID },
      ['tenant_id', 'link_id', 'principal_id'],
      [toLink],
    ),
    index('sharing_link_recipient', ['tenant_id', 'principal_id']),
    table(
      'activity_event',
      { tenant_id: ID, id: ID, at: TIME, activity: text(64), user_key: text(768), body: LONG_TEXT },
      ['tenant_id', 'id'],
    ),
    index('activity_event', ['tenant_id', 'at', 'id']),
    index('activity_event', ['at']),

    BECOME_SYSTEM,
    ...SHARES_BECOME_PERMISSIONS,
    KINDS_OF_MEMBERS,
    NO_LONGER_SYSTEM,
    ...NAMES_ARE_ONLY_SHOWN,
  ],
};
