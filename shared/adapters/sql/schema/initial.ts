import {
  BIG_INTEGER,
  type CreateIndex,
  type CreateTable,
  ID,
  INTEGER,
  LONG_TEXT,
  type Migration,
  nullable,
  type Reference,
  TIME,
  text,
} from './table-spec.ts';

const NAME = text(256);
/** Folding to upper case makes three characters of one at most. */
const NAME_KEY = text(768);
const BLOB_NAME = text(400);

const toWorkspace: Reference = {
  columns: ['tenant_id', 'workspace_id'],
  table: 'workspace',
  to: ['tenant_id', 'id'],
};

function toItem(column: string): Reference {
  return { columns: ['tenant_id', column], table: 'item', to: ['tenant_id', 'id'] };
}

function table(
  name: string,
  columns: CreateTable['columns'],
  key: string[],
  references: Reference[] = [],
): CreateTable {
  return { kind: 'create-table', table: name, columns, primaryKey: key, references };
}

function index(tableName: string, columns: string[], more: Pick<CreateIndex, 'isUnique' | 'where'> = {}): CreateIndex {
  return { kind: 'create-index', name: `${tableName}_by_${columns.at(-1)}`, table: tableName, columns, ...more };
}

/** The first shape of the store. A migration that has shipped is never edited. */
export const INITIAL: Migration = {
  name: '0001-initial',
  steps: [
    table('tenant', { tenant_id: ID, name: NAME }, ['tenant_id']),
    table('context_key', { key_id: text(128), public_jwk: LONG_TEXT, published_at: TIME, expires_at: TIME }, [
      'key_id',
    ]),
    index('context_key', ['expires_at']),
    table('used_context', { tenant_id: ID, id: text(128), expires_at: TIME }, ['tenant_id', 'id']),
    index('used_context', ['expires_at']),
    table('garbage', { tenant_id: ID, account: text(8), blob_name: BLOB_NAME, since: TIME }, [
      'tenant_id',
      'account',
      'blob_name',
    ]),
    index('garbage', ['since']),

    table(
      'person',
      {
        tenant_id: ID,
        object_id: ID,
        display_name: NAME,
        display_name_key: NAME_KEY,
        sign_in_name: NAME,
        sign_in_name_key: NAME_KEY,
        kind: text(16),
        changed_at: TIME,
      },
      ['tenant_id', 'object_id'],
    ),
    index('person', ['tenant_id', 'sign_in_name_key']),

    table(
      'workspace',
      { tenant_id: ID, id: ID, name: NAME, name_key: NAME_KEY, kind: text(16), owner_id: ID, created_at: TIME },
      ['tenant_id', 'id'],
    ),
    index('workspace', ['tenant_id', 'owner_id'], { isUnique: true, where: { column: 'kind', is: 'personal' } }),
    index('workspace', ['tenant_id', 'name_key'], { isUnique: true, where: { column: 'kind', is: 'shared' } }),
    table(
      'workspace_member',
      { tenant_id: ID, workspace_id: ID, principal_id: ID, principal_kind: text(16), role: text(16) },
      ['tenant_id', 'workspace_id', 'principal_id'],
      [toWorkspace],
    ),
    index('workspace_member', ['tenant_id', 'principal_id']),

    table(
      'item',
      {
        tenant_id: ID,
        id: ID,
        kind: text(16),
        workspace_id: ID,
        name: NAME,
        created_by: ID,
        created_at: TIME,
        modified_at: TIME,
        model_id: nullable(ID),
      },
      ['tenant_id', 'id'],
      [toWorkspace, toItem('model_id')],
    ),
    index('item', ['tenant_id', 'workspace_id', 'modified_at']),
    index('item', ['tenant_id', 'model_id']),
    table(
      'item_definition',
      { tenant_id: ID, item_id: ID, definition: LONG_TEXT },
      ['tenant_id', 'item_id'],
      [toItem('item_id')],
    ),
    table(
      'model_version',
      {
        tenant_id: ID,
        id: ID,
        model_id: ID,
        blob_name: BLOB_NAME,
        bytes: BIG_INTEGER,
        row_count: BIG_INTEGER,
        created_at: TIME,
      },
      ['tenant_id', 'id'],
      [toItem('model_id')],
    ),
    index('model_version', ['tenant_id', 'model_id'], { isUnique: true }),
    table(
      'tile',
      {
        tenant_id: ID,
        id: ID,
        dashboard_id: ID,
        title: text(512),
        subtitle: text(512),
        model_id: ID,
        report_id: ID,
        page_name: NAME,
        visual: LONG_TEXT,
        column_at: INTEGER,
        row_at: INTEGER,
        col_span: INTEGER,
        row_span: INTEGER,
      },
      ['tenant_id', 'id'],
      [toItem('dashboard_id'), toItem('model_id'), toItem('report_id')],
    ),
    index('tile', ['tenant_id', 'dashboard_id']),
    index('tile', ['tenant_id', 'model_id']),
    index('tile', ['tenant_id', 'report_id']),
    table(
      'share',
      { tenant_id: ID, item_id: ID, grantee_id: ID, right: text(16), granted_by: ID, granted_at: TIME },
      ['tenant_id', 'item_id', 'grantee_id'],
      [toItem('item_id')],
    ),
    index('share', ['tenant_id', 'grantee_id']),

    table(
      'upload',
      {
        tenant_id: ID,
        id: ID,
        workspace_id: ID,
        requested_by: ID,
        blob_name: BLOB_NAME,
        created_at: TIME,
        expires_at: TIME,
      },
      ['tenant_id', 'id'],
      [toWorkspace],
    ),
    index('upload', ['tenant_id', 'blob_name'], { isUnique: true }),
    index('upload', ['tenant_id', 'workspace_id']),
    index('upload', ['expires_at']),
    table(
      'import',
      {
        tenant_id: ID,
        id: ID,
        workspace_id: ID,
        file_name: text(512),
        blob_name: BLOB_NAME,
        requested_by: ID,
        state: text(16),
        created_at: TIME,
        updated_at: TIME,
        model_id: nullable(ID),
        report_id: nullable(ID),
        error_code: nullable(text(128)),
        error_message: nullable(text(4000)),
        attempts: INTEGER,
        lease_until: nullable(TIME),
      },
      ['tenant_id', 'id'],
      [toWorkspace],
    ),
    index('import', ['tenant_id', 'workspace_id']),
    index('import', ['created_at'], { where: { column: 'state', is: 'Publishing' } }),
  ],
};
