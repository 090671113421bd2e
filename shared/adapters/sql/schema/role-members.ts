import { ID, type Migration, type Reference, text } from './table-spec.ts';
import { predicatesOn } from './tenant-policy.ts';

const toModel: Reference = { columns: ['tenant_id', 'model_id'], table: 'item', to: ['tenant_id', 'id'] };

/** Who is in which role of a model, and what an import is to do and to say. */
export const ROLE_MEMBERS: Migration = {
  name: '0005-role-members',
  steps: [
    {
      kind: 'create-table',
      table: 'role_member',
      columns: { tenant_id: ID, model_id: ID, role_name: text(256), member_id: ID, member_kind: text(16) },
      primaryKey: ['tenant_id', 'model_id', 'role_name', 'member_id'],
      references: [toModel],
    },
    {
      kind: 'create-index',
      name: 'role_member_by_member_id',
      table: 'role_member',
      columns: ['tenant_id', 'member_id'],
    },
    { kind: 'tsql-only', text: `alter security policy dbo.tenant_policy\n${predicatesOn(['role_member'])}` },
    {
      kind: 'add-column',
      table: 'import',
      column: 'on_conflict',
      type: { kind: 'text', max: 16 },
      default: 'rename',
    },
    { kind: 'add-column', table: 'import', column: 'report', type: { kind: 'long-text' }, default: '' },
  ],
};
