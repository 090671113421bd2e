import {
  AliasNode,
  AndNode,
  BinaryOperationNode,
  ColumnNode,
  type DeleteQueryNode,
  IdentifierNode,
  type InsertQueryNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  OperatorNode,
  ParensNode,
  PrimitiveValueListNode,
  type QueryId,
  ReferenceNode,
  type SelectQueryNode,
  TableNode,
  type UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
  WhereNode,
} from 'kysely';
import type { TenantId } from '../../domain/ids.ts';
import type { TenantTables } from './schema/tables.ts';

const TENANT_TABLES: Readonly<Record<keyof TenantTables, true>> = {
  used_context: true,
  garbage: true,
  person: true,
  workspace: true,
  workspace_member: true,
  item: true,
  item_definition: true,
  model_version: true,
  tile: true,
  permission: true,
  sharing_link: true,
  role_member: true,
  sharing_link_recipient: true,
  tenant_setting: true,
  tenant_security: true,
  revocation: true,
  activity_event: true,
  upload: true,
  import: true,
};

/**
 * Holds every statement to one tenant: each table that it reads, changes or joins is narrowed to the tenant's rows,
 * and each row that it adds belongs to the tenant. A statement in which that cannot be done does not run.
 */
export function tenantScope(tenantId: TenantId): KyselyPlugin {
  const transformer = new TenantTransformer(tenantId);
  return {
    transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
    transformResult: async ({ result }) => result,
  };
}

/** A class because that is how Kysely lets one rewrite a statement; the nodes themselves are plain frozen data. */
class TenantTransformer extends OperationNodeTransformer {
  readonly #tenantId: TenantId;

  constructor(tenantId: TenantId) {
    super();
    this.#tenantId = tenantId;
  }

  protected override transformNodeImpl<T extends OperationNode>(node: T, queryId?: QueryId): T {
    if (REFUSED.has(node.kind)) throw new Error(`A store of tenants cannot run a ${node.kind}.`);
    return super.transformNodeImpl(node, queryId);
  }

  protected override transformSelectQuery(node: SelectQueryNode, queryId?: QueryId): SelectQueryNode {
    const joins = node.joins ?? [];
    if (joins.some((join) => join.joinType !== 'InnerJoin'))
      throw new Error('Only inner joins can be held to a tenant.');
    const tables = [...(node.from?.froms ?? []), ...joins.map((join) => join.table)];
    return this.#narrow(super.transformSelectQuery(node, queryId), tables);
  }

  protected override transformUpdateQuery(node: UpdateQueryNode, queryId?: QueryId): UpdateQueryNode {
    if (node.from !== undefined || node.joins !== undefined) throw new Error('An update names one table.');
    const tables = node.table === undefined ? [] : [node.table];
    return this.#narrow(super.transformUpdateQuery(node, queryId), tables);
  }

  protected override transformDeleteQuery(node: DeleteQueryNode, queryId?: QueryId): DeleteQueryNode {
    return this.#narrow(super.transformDeleteQuery(node, queryId), node.from.froms);
  }

  protected override transformInsertQuery(node: InsertQueryNode, queryId?: QueryId): InsertQueryNode {
    if (node.into !== undefined) nameOf(node.into);
    const inner = super.transformInsertQuery(node, queryId);
    if (inner.values === undefined || !ValuesNode.is(inner.values) || inner.columns === undefined) {
      throw new Error('Only rows of values can be added for a tenant.');
    }
    const values = inner.values.values.map((row) =>
      PrimitiveValueListNode.is(row)
        ? PrimitiveValueListNode.create([this.#tenantId, ...row.values])
        : ValueListNode.create([ValueNode.create(this.#tenantId), ...row.values]),
    );
    return { ...inner, columns: [ColumnNode.create('tenant_id'), ...inner.columns], values: ValuesNode.create(values) };
  }

  #narrow<N extends { readonly where?: WhereNode }>(node: N, tables: readonly OperationNode[]): N {
    const conditions = tables.map((table) => this.#isOurs(nameOf(table)));
    // In parentheses: an `or` of the store must not reach past the tenant.
    const own = node.where === undefined ? [] : [ParensNode.create(node.where.where)];
    const [first, ...rest] = [...conditions, ...own];
    if (conditions.length === 0 || first === undefined) throw new Error('A statement without a table has no tenant.');
    return { ...node, where: WhereNode.create(rest.reduce((left, right) => AndNode.create(left, right), first)) };
  }

  #isOurs(table: string): OperationNode {
    return BinaryOperationNode.create(
      ReferenceNode.create(ColumnNode.create('tenant_id'), TableNode.create(table)),
      OperatorNode.create('='),
      ValueNode.create(this.#tenantId),
    );
  }
}

const REFUSED: ReadonlySet<string> = new Set(['MergeQueryNode', 'UsingNode', 'WithNode', 'SetOperationNode']);

/** The name under which a statement refers to one of the tables of tenants. */
function nameOf(node: OperationNode): string {
  const table = AliasNode.is(node) ? node.node : node;
  if (!TableNode.is(table) || !Object.hasOwn(TENANT_TABLES, table.table.identifier.name)) {
    throw new Error('A store of tenants can only use the tables of tenants.');
  }
  if (!AliasNode.is(node)) return table.table.identifier.name;
  if (!IdentifierNode.is(node.alias)) throw new Error('A table needs a plain alias.');
  return node.alias.name;
}
