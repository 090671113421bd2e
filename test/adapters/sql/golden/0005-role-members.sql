create table "role_member" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "model_id" char(36) collate Latin1_General_100_BIN2 not null,
  "role_name" nvarchar(256) collate Latin1_General_100_BIN2 not null,
  "member_id" char(36) collate Latin1_General_100_BIN2 not null,
  "member_kind" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  constraint "role_member_key" primary key ("tenant_id", "model_id", "role_name", "member_id"),
  constraint "role_member_model_id_ref" foreign key ("tenant_id", "model_id") references "item" ("tenant_id", "id")
)
go
create index "role_member_by_member_id" on "role_member" ("tenant_id", "member_id")
go
alter security policy dbo.tenant_policy
  add filter predicate dbo.tenant_access(tenant_id) on dbo."role_member",
  add block predicate dbo.tenant_access(tenant_id) on dbo."role_member" after insert,
  add block predicate dbo.tenant_access(tenant_id) on dbo."role_member" after update
go
alter table "import" add "on_conflict" nvarchar(16) collate Latin1_General_100_BIN2 not null constraint "import_on_conflict_default" default 'rename'
go
alter table "import" add "report" nvarchar(max) collate Latin1_General_100_BIN2 not null constraint "import_report_default" default ''
