create function dbo.tenant_access(@tenant_id char(36))
returns table
with schemabinding
as return
  select 1 as allowed
  where @tenant_id = convert(char(36), session_context(N'tenant_id'))
    or convert(int, session_context(N'system')) = 1
go
create security policy dbo.tenant_policy
  add filter predicate dbo.tenant_access(tenant_id) on dbo."used_context",
  add block predicate dbo.tenant_access(tenant_id) on dbo."used_context" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."used_context" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."garbage",
  add block predicate dbo.tenant_access(tenant_id) on dbo."garbage" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."garbage" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."person",
  add block predicate dbo.tenant_access(tenant_id) on dbo."person" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."person" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."workspace",
  add block predicate dbo.tenant_access(tenant_id) on dbo."workspace" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."workspace" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."workspace_member",
  add block predicate dbo.tenant_access(tenant_id) on dbo."workspace_member" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."workspace_member" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."item",
  add block predicate dbo.tenant_access(tenant_id) on dbo."item" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."item" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."item_definition",
  add block predicate dbo.tenant_access(tenant_id) on dbo."item_definition" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."item_definition" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."model_version",
  add block predicate dbo.tenant_access(tenant_id) on dbo."model_version" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."model_version" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."tile",
  add block predicate dbo.tenant_access(tenant_id) on dbo."tile" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."tile" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."share",
  add block predicate dbo.tenant_access(tenant_id) on dbo."share" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."share" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."upload",
  add block predicate dbo.tenant_access(tenant_id) on dbo."upload" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."upload" after update,
  add filter predicate dbo.tenant_access(tenant_id) on dbo."import",
  add block predicate dbo.tenant_access(tenant_id) on dbo."import" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."import" after update
with (state = on)
