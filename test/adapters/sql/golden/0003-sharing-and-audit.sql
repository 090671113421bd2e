alter table "tenant" add "home_cluster" nvarchar(64) collate Latin1_General_100_BIN2 not null constraint "tenant_home_cluster_default" default 'home'
go
create table "cluster_state" (
  "name" nvarchar(32) collate Latin1_General_100_BIN2 not null,
  "is_on" int not null,
  constraint "cluster_state_key" primary key ("name")
)
go
create table "usage_count" (
  "key_text" nvarchar(256) collate Latin1_General_100_BIN2 not null,
  "window_start" char(24) collate Latin1_General_100_BIN2 not null,
  "count" int not null,
  constraint "usage_count_key" primary key ("key_text", "window_start")
)
go
create index "usage_count_by_window_start" on "usage_count" ("window_start")
go
create table "tenant_security" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "epoch" int not null,
  "is_read_only" int not null,
  constraint "tenant_security_key" primary key ("tenant_id")
)
go
create table "revocation" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "object_id" char(36) collate Latin1_General_100_BIN2 not null,
  "valid_from" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "revocation_key" primary key ("tenant_id", "object_id")
)
go
create table "tenant_setting" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "name" nvarchar(64) collate Latin1_General_100_BIN2 not null,
  "is_on" int not null,
  "only_for" nvarchar(max) collate Latin1_General_100_BIN2 not null,
  "except_for" nvarchar(max) collate Latin1_General_100_BIN2 not null,
  constraint "tenant_setting_key" primary key ("tenant_id", "name")
)
go
create table "permission" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "item_id" char(36) collate Latin1_General_100_BIN2 not null,
  "grantee_id" char(36) collate Latin1_General_100_BIN2 not null,
  "grantee_kind" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  "rights" nvarchar(64) collate Latin1_General_100_BIN2 not null,
  "source" nvarchar(36) collate Latin1_General_100_BIN2 not null,
  "granted_by" char(36) collate Latin1_General_100_BIN2 not null,
  "granted_at" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "permission_key" primary key ("tenant_id", "item_id", "grantee_id", "source"),
  constraint "permission_item_id_ref" foreign key ("tenant_id", "item_id") references "item" ("tenant_id", "id")
)
go
create index "permission_by_grantee_id" on "permission" ("tenant_id", "grantee_id")
go
create index "permission_by_source" on "permission" ("tenant_id", "source")
go
create table "sharing_link" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "id" char(36) collate Latin1_General_100_BIN2 not null,
  "item_id" char(36) collate Latin1_General_100_BIN2 not null,
  "kind" nvarchar(16) collate Latin1_General_100_BIN2 not null,
  "rights" nvarchar(64) collate Latin1_General_100_BIN2 not null,
  "covers_model" int not null,
  "created_by" char(36) collate Latin1_General_100_BIN2 not null,
  "created_at" char(24) collate Latin1_General_100_BIN2 not null,
  constraint "sharing_link_key" primary key ("tenant_id", "id"),
  constraint "sharing_link_item_id_ref" foreign key ("tenant_id", "item_id") references "item" ("tenant_id", "id")
)
go
create index "sharing_link_by_item_id" on "sharing_link" ("tenant_id", "item_id")
go
create table "sharing_link_recipient" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "link_id" char(36) collate Latin1_General_100_BIN2 not null,
  "principal_id" char(36) collate Latin1_General_100_BIN2 not null,
  constraint "sharing_link_recipient_key" primary key ("tenant_id", "link_id", "principal_id"),
  constraint "sharing_link_recipient_link_id_ref" foreign key ("tenant_id", "link_id") references "sharing_link" ("tenant_id", "id")
)
go
create index "sharing_link_recipient_by_principal_id" on "sharing_link_recipient" ("tenant_id", "principal_id")
go
create table "activity_event" (
  "tenant_id" char(36) collate Latin1_General_100_BIN2 not null,
  "id" char(36) collate Latin1_General_100_BIN2 not null,
  "at" char(24) collate Latin1_General_100_BIN2 not null,
  "activity" nvarchar(64) collate Latin1_General_100_BIN2 not null,
  "user_key" nvarchar(768) collate Latin1_General_100_BIN2 not null,
  "body" nvarchar(max) collate Latin1_General_100_BIN2 not null,
  constraint "activity_event_key" primary key ("tenant_id", "id")
)
go
create index "activity_event_by_id" on "activity_event" ("tenant_id", "at", "id")
go
create index "activity_event_by_at" on "activity_event" ("at")
go
exec sp_set_session_context N'system', 1
go
insert into "permission"
  ("tenant_id", "item_id", "grantee_id", "grantee_kind", "rights", "source", "granted_by", "granted_at")
select "tenant_id", "item_id", "grantee_id", 'user', 'read', 'direct', "granted_by", "granted_at"
from "share"
go
alter security policy dbo.tenant_policy
  drop filter predicate on dbo."share",
  drop block predicate on dbo."share" after insert,
  drop block predicate on dbo."share" after update
go
drop table "share"
go
update "workspace_member"
set "principal_kind" = case "principal_kind" when 'App' then 'service' else 'user' end
where "principal_kind" in ('User', 'App')
go
exec sp_set_session_context N'system', 0
go
drop index "person_by_sign_in_name_key" on "person"
go
alter table "person" drop column "sign_in_name_key"
go
alter table "person" drop column "display_name_key"
