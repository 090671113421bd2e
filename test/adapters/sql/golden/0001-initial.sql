create table "tenant" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "name" nvarchar(256) collate Latin1_General_100_BIN2 not null,
  constraint "tenant_key" primary key ("tenant_id")
)
go
create table "context_key" (
  "key_id" nvarchar(128) collate Latin1_General_100_BIN2 not null,
  "public_jwk" nvarchar(max) collate Latin1_General_100_BIN2 not null,
  "published_at" char(24) collate Latin1_General_100_BIN2 not null,
  "expires_at" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "context_key_key" primary key ("key_id")
)
go
create index "context_key_by_expires_at" on "context_key" ("expires_at")
go
create table "used_context" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "id" nvarchar(128) collate Latin1_General_100_BIN2 not null,
  "expires_at" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "used_context_key" primary key ("tenant_id", "id")
)
go
create index "used_context_by_expires_at" on "used_context" ("expires_at")
go
create table "garbage" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "account" nvarchar(8) collate Latin1_General_100_BIN2 not null,
  "blob_name" nvarchar(400) collate Latin1_General_100_BIN2 not null,
  "since" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "garbage_key" primary key ("tenant_id", "account", "blob_name")
)
go
create index "garbage_by_since" on "garbage" ("since")
go
create table "person" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "object_id" char(36) collate Latin1_General_100_BIN2 not null,
  "display_name" nvarchar(256) collate Latin1_General_100_BIN2 not null,
  "display_name_key" nvarchar(768) collate Latin1_General_100_BIN2 not null,
  "sign_in_name" nvarchar(256) collate Latin1_General_100_BIN2 not null,
  "sign_in_name_key" nvarchar(768) collate Latin1_General_100_BIN2 not null,
  "kind" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  "changed_at" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "person_key" primary key ("tenant_id", "object_id")
)
go
create index "person_by_sign_in_name_key" on "person" ("tenant_id", "sign_in_name_key")
go
create table "workspace" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "id" char(36) collate Latin1_General_100_BIN2 not null,
  "name" nvarchar(256) collate Latin1_General_100_BIN2 not null,
  "name_key" nvarchar(768) collate Latin1_General_100_BIN2 not null,
  "kind" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  "owner_id" char(36) collate Latin1_General_100_BIN2 not null,
  "created_at" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "workspace_key" primary key ("tenant_id", "id")
)
go
create unique index "workspace_by_owner_id" on "workspace" ("tenant_id", "owner_id") where "kind" = 'personal'
go
create unique index "workspace_by_name_key" on "workspace" ("tenant_id", "name_key") where "kind" = 'shared'
go
create table "workspace_member" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "workspace_id" char(36) collate Latin1_General_100_BIN2 not null,
  "principal_id" char(36) collate Latin1_General_100_BIN2 not null,
  "principal_kind" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  "role" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  constraint "workspace_member_key" primary key ("tenant_id", "workspace_id", "principal_id"),
  constraint "workspace_member_workspace_id_ref" foreign key ("tenant_id", "workspace_id") references "workspace" ("tenant_id", "id")
)
go
create index "workspace_member_by_principal_id" on "workspace_member" ("tenant_id", "principal_id")
go
create table "item" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "id" char(36) collate Latin1_General_100_BIN2 not null,
  "kind" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  "workspace_id" char(36) collate Latin1_General_100_BIN2 not null,
  "name" nvarchar(256) collate Latin1_General_100_BIN2 not null,
  "created_by" char(36) collate Latin1_General_100_BIN2 not null,
  "created_at" char(24) collate Latin1_General_100_BIN2 not null,
  "modified_at" char(24) collate Latin1_General_100_BIN2 not null,
  "model_id" char(36) collate Latin1_General_100_BIN2 null,
  constraint "item_key" primary key ("tenant_id", "id"),
  constraint "item_workspace_id_ref" foreign key ("tenant_id", "workspace_id") references "workspace" ("tenant_id", "id"),
  constraint "item_model_id_ref" foreign key ("tenant_id", "model_id") references "item" ("tenant_id", "id")
)
go
create index "item_by_modified_at" on "item" ("tenant_id", "workspace_id", "modified_at")
go
create index "item_by_model_id" on "item" ("tenant_id", "model_id")
go
create table "item_definition" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "item_id" char(36) collate Latin1_General_100_BIN2 not null,
  "definition" nvarchar(max) collate Latin1_General_100_BIN2 not null,
  constraint "item_definition_key" primary key ("tenant_id", "item_id"),
  constraint "item_definition_item_id_ref" foreign key ("tenant_id", "item_id") references "item" ("tenant_id", "id")
)
go
create table "model_version" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "id" char(36) collate Latin1_General_100_BIN2 not null,
  "model_id" char(36) collate Latin1_General_100_BIN2 not null,
  "blob_name" nvarchar(400) collate Latin1_General_100_BIN2 not null,
  "bytes" bigint not null,
  "row_count" bigint not null,
  "created_at" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "model_version_key" primary key ("tenant_id", "id"),
  constraint "model_version_model_id_ref" foreign key ("tenant_id", "model_id") references "item" ("tenant_id", "id")
)
go
create unique index "model_version_by_model_id" on "model_version" ("tenant_id", "model_id")
go
create table "tile" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "id" char(36) collate Latin1_General_100_BIN2 not null,
  "dashboard_id" char(36) collate Latin1_General_100_BIN2 not null,
  "title" nvarchar(512) collate Latin1_General_100_BIN2 not null,
  "subtitle" nvarchar(512) collate Latin1_General_100_BIN2 not null,
  "model_id" char(36) collate Latin1_General_100_BIN2 not null,
  "report_id" char(36) collate Latin1_General_100_BIN2 not null,
  "page_name" nvarchar(256) collate Latin1_General_100_BIN2 not null,
  "visual" nvarchar(max) collate Latin1_General_100_BIN2 not null,
  "column_at" int not null,
  "row_at" int not null,
  "col_span" int not null,
  "row_span" int not null,
  constraint "tile_key" primary key ("tenant_id", "id"),
  constraint "tile_dashboard_id_ref" foreign key ("tenant_id", "dashboard_id") references "item" ("tenant_id", "id"),
  constraint "tile_model_id_ref" foreign key ("tenant_id", "model_id") references "item" ("tenant_id", "id"),
  constraint "tile_report_id_ref" foreign key ("tenant_id", "report_id") references "item" ("tenant_id", "id")
)
go
create index "tile_by_dashboard_id" on "tile" ("tenant_id", "dashboard_id")
go
create index "tile_by_model_id" on "tile" ("tenant_id", "model_id")
go
create index "tile_by_report_id" on "tile" ("tenant_id", "report_id")
go
create table "share" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "item_id" char(36) collate Latin1_General_100_BIN2 not null,
  "grantee_id" char(36) collate Latin1_General_100_BIN2 not null,
  "right" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  "granted_by" char(36) collate Latin1_General_100_BIN2 not null,
  "granted_at" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "share_key" primary key ("tenant_id", "item_id", "grantee_id"),
  constraint "share_item_id_ref" foreign key ("tenant_id", "item_id") references "item" ("tenant_id", "id")
)
go
create index "share_by_grantee_id" on "share" ("tenant_id", "grantee_id")
go
create table "upload" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "id" char(36) collate Latin1_General_100_BIN2 not null,
  "workspace_id" char(36) collate Latin1_General_100_BIN2 not null,
  "requested_by" char(36) collate Latin1_General_100_BIN2 not null,
  "blob_name" nvarchar(400) collate Latin1_General_100_BIN2 not null,
  "created_at" char(24) collate Latin1_General_100_BIN2 not null,
  "expires_at" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "upload_key" primary key ("tenant_id", "id"),
  constraint "upload_workspace_id_ref" foreign key ("tenant_id", "workspace_id") references "workspace" ("tenant_id", "id")
)
go
create unique index "upload_by_blob_name" on "upload" ("tenant_id", "blob_name")
go
create index "upload_by_workspace_id" on "upload" ("tenant_id", "workspace_id")
go
create index "upload_by_expires_at" on "upload" ("expires_at")
go
create table "import" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "id" char(36) collate Latin1_General_100_BIN2 not null,
  "workspace_id" char(36) collate Latin1_General_100_BIN2 not null,
  "file_name" nvarchar(512) collate Latin1_General_100_BIN2 not null,
  "blob_name" nvarchar(400) collate Latin1_General_100_BIN2 not null,
  "requested_by" char(36) collate Latin1_General_100_BIN2 not null,
  "state" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  "created_at" char(24) collate Latin1_General_100_BIN2 not null,
  "updated_at" char(24) collate Latin1_General_100_BIN2 not null,
  "model_id" char(36) collate Latin1_General_100_BIN2 null,
  "report_id" char(36) collate Latin1_General_100_BIN2 null,
  "error_code" nvarchar(128) collate Latin1_General_100_BIN2 null,
  "error_message" nvarchar(4000) collate Latin1_General_100_BIN2 null,
  "attempts" int not null,
  "lease_until" char(24) collate Latin1_General_100_BIN2 null,
  constraint "import_key" primary key ("tenant_id", "id"),
  constraint "import_workspace_id_ref" foreign key ("tenant_id", "workspace_id") references "workspace" ("tenant_id", "id")
)
go
create index "import_by_workspace_id" on "import" ("tenant_id", "workspace_id")
go
create index "import_by_created_at" on "import" ("created_at") where "state" = 'Publishing'
