-- first in every transaction
exec sp_set_session_context N'tenant_id', @1; exec sp_set_session_context N'system', @2

-- and with it in every write of a tenant
declare @got int;
exec @got = sp_getapplock @Resource = @1, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 20000;
if @got < 0 throw 50001, N'Other writes of this tenant took too long.', 1

-- write once
insert into "used_context" ("tenant_id", "id", "expires_at") values (@1, @2, @3)

-- people.find
select * from "person" where "person"."tenant_id" = @1 and ("object_id" = @2)

-- people.findBySignInName
select top(1) * from "person" where "person"."tenant_id" = @1 and ("sign_in_name_key" = @2) order by "changed_at" desc, "object_id"

-- people.findMany
select * from "person" where "person"."tenant_id" = @1 and ("object_id" in (@2, @3)) order by "object_id"

-- people.search
select top(10) * from "person" where "person"."tenant_id" = @1 and (("display_name_key" like @2 escape '\' or "sign_in_name_key" like @3 escape '\')) order by "display_name_key", "object_id"

-- people.save
select * from "person" where "person"."tenant_id" = @1 and ("object_id" = @2)
update "person" set "display_name" = @1, "display_name_key" = @2, "sign_in_name" = @3, "sign_in_name_key" = @4, "kind" = @5, "changed_at" = @6 where "person"."tenant_id" = @7 and ("object_id" = @8)
insert into "person" ("tenant_id", "object_id", "display_name", "display_name_key", "sign_in_name", "sign_in_name_key", "kind", "changed_at") values (@1, @2, @3, @4, @5, @6, @7, @8)

-- workspaces.find
select * from "workspace" where "workspace"."tenant_id" = @1 and ("id" = @2)

-- workspaces.findPersonal
select * from "workspace" where "workspace"."tenant_id" = @1 and ("kind" = 'personal' and "owner_id" = @2)

-- workspaces.findByName
select * from "workspace" where "workspace"."tenant_id" = @1 and ("kind" = 'shared' and "name_key" = @2)

-- workspaces.create
insert into "workspace" ("tenant_id", "id", "name", "name_key", "kind", "owner_id", "created_at") values (@1, @2, @3, @4, @5, @6, @7)

-- workspaces.remove
select top(1) "id" from "item" where "item"."tenant_id" = @1 and ("workspace_id" = @2)
select "blob_name" from "upload" where "upload"."tenant_id" = @1 and ("workspace_id" = @2)
select "blob_name" from "import" where "import"."tenant_id" = @1 and ("workspace_id" = @2 and "state" = @3)
select "blob_name" from "garbage" where "garbage"."tenant_id" = @1 and ("account" = @2 and "blob_name" = @3)
insert into "garbage" ("tenant_id", "account", "blob_name", "since") values (@1, @2, @3, @4)
select "blob_name" from "garbage" where "garbage"."tenant_id" = @1 and ("account" = @2 and "blob_name" = @3)
insert into "garbage" ("tenant_id", "account", "blob_name", "since") values (@1, @2, @3, @4)
delete from "upload" where "upload"."tenant_id" = @1 and ("workspace_id" = @2)
delete from "import" where "import"."tenant_id" = @1 and ("workspace_id" = @2)
delete from "workspace_member" where "workspace_member"."tenant_id" = @1 and ("workspace_id" = @2)
delete from "workspace" where "workspace"."tenant_id" = @1 and ("id" = @2)

-- workspaces.ofPrincipals
select "workspace".*, "workspace_member"."role" from "workspace" inner join "workspace_member" on "workspace_member"."workspace_id" = "workspace"."id" where "workspace"."tenant_id" = @1 and "workspace_member"."tenant_id" = @2 and ("workspace_member"."principal_id" in (@3, @4))

-- workspaces.members
select * from "workspace_member" where "workspace_member"."tenant_id" = @1 and ("workspace_id" = @2) order by "principal_id"

-- workspaces.rolesOf
select "role" from "workspace_member" where "workspace_member"."tenant_id" = @1 and ("workspace_id" = @2 and "principal_id" in (@3))

-- workspaces.saveMember
update "workspace_member" set "principal_kind" = @1, "role" = @2 where "workspace_member"."tenant_id" = @3 and (("workspace_id" = @4 and "principal_id" = @5))
insert into "workspace_member" ("tenant_id", "workspace_id", "principal_id", "principal_kind", "role") values (@1, @2, @3, @4, @5)

-- workspaces.removeMember
delete from "workspace_member" where "workspace_member"."tenant_id" = @1 and ("workspace_id" = @2 and "principal_id" = @3)

-- items.find
select * from "item" where "item"."tenant_id" = @1 and ("id" = @2)

-- items.inWorkspace
select * from "item" where "item"."tenant_id" = @1 and ("workspace_id" = @2 and "kind" = @3) order by "created_at", "id"

-- items.recent
select top(12) * from "item" where "item"."tenant_id" = @1 and ("workspace_id" in (@2)) order by "modified_at" desc, "id"

-- items.reportsOfModel
select * from "item" where "item"."tenant_id" = @1 and ("kind" = @2 and "model_id" = @3) order by "created_at", "id"

-- items.create
insert into "item" ("tenant_id", "id", "kind", "workspace_id", "name", "created_by", "created_at", "modified_at", "model_id") values (@1, @2, @3, @4, @5, @6, @7, @8, @9)
insert into "item_definition" ("tenant_id", "item_id", "definition") values (@1, @2, @3)

-- items.definition
select "definition" from "item_definition" where "item_definition"."tenant_id" = @1 and ("item_id" = @2)

-- items.saveDefinition
update "item_definition" set "definition" = @1 where "item_definition"."tenant_id" = @2 and ("item_id" = @3)

-- items.touch
update "item" set "modified_at" = @1 where "item"."tenant_id" = @2 and ("id" = @3)

-- items.remove
select "id" from "item" where "item"."tenant_id" = @1 and ("model_id" = @2)
delete from "tile" where "tile"."tenant_id" = @1 and (("dashboard_id" = @2 or "model_id" = @3 or "report_id" = @4))
select "id", "blob_name" from "model_version" where "model_version"."tenant_id" = @1 and ("model_id" = @2)
select "blob_name" from "garbage" where "garbage"."tenant_id" = @1 and ("account" = @2 and "blob_name" = @3)
insert into "garbage" ("tenant_id", "account", "blob_name", "since") values (@1, @2, @3, @4)
delete from "model_version" where "model_version"."tenant_id" = @1 and ("id" = @2)
delete from "share" where "share"."tenant_id" = @1 and ("item_id" = @2)
delete from "item_definition" where "item_definition"."tenant_id" = @1 and ("item_id" = @2)
delete from "item" where "item"."tenant_id" = @1 and ("id" = @2)

-- versions.current
select * from "model_version" where "model_version"."tenant_id" = @1 and ("model_id" = @2)

-- versions.publish
select "id", "blob_name" from "model_version" where "model_version"."tenant_id" = @1 and ("model_id" = @2)
select "blob_name" from "garbage" where "garbage"."tenant_id" = @1 and ("account" = @2 and "blob_name" = @3)
insert into "garbage" ("tenant_id", "account", "blob_name", "since") values (@1, @2, @3, @4)
delete from "model_version" where "model_version"."tenant_id" = @1 and ("id" = @2)
insert into "model_version" ("tenant_id", "id", "model_id", "blob_name", "bytes", "row_count", "created_at") values (@1, @2, @3, @4, @5, @6, @7)

-- tiles.ofDashboard
select * from "tile" where "tile"."tenant_id" = @1 and ("dashboard_id" = @2) order by "row_at", "column_at", "id"

-- tiles.find
select * from "tile" where "tile"."tenant_id" = @1 and ("dashboard_id" = @2 and "id" = @3)

-- tiles.create
insert into "tile" ("tenant_id", "id", "dashboard_id", "title", "subtitle", "model_id", "report_id", "page_name", "visual", "column_at", "row_at", "col_span", "row_span") values (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13)

-- tiles.move
update "tile" set "column_at" = @1, "row_at" = @2, "col_span" = @3, "row_span" = @4 where "tile"."tenant_id" = @5 and ("id" = @6)

-- tiles.remove
delete from "tile" where "tile"."tenant_id" = @1 and ("id" = @2)

-- tiles.removeOfItem
delete from "tile" where "tile"."tenant_id" = @1 and (("model_id" = @2 or "report_id" = @3))

-- shares.ofItem
select * from "share" where "share"."tenant_id" = @1 and ("item_id" = @2) order by "granted_at", "item_id", "grantee_id"

-- shares.ofGrantees
select * from "share" where "share"."tenant_id" = @1 and ("grantee_id" in (@2)) order by "granted_at", "item_id", "grantee_id"

-- shares.find
select * from "share" where "share"."tenant_id" = @1 and ("item_id" = @2 and "grantee_id" in (@3)) order by "granted_at", "item_id", "grantee_id"

-- shares.save
update "share" set "right" = @1, "granted_by" = @2, "granted_at" = @3 where "share"."tenant_id" = @4 and (("item_id" = @5 and "grantee_id" = @6))
insert into "share" ("tenant_id", "item_id", "grantee_id", "right", "granted_by", "granted_at") values (@1, @2, @3, @4, @5, @6)

-- shares.remove
delete from "share" where "share"."tenant_id" = @1 and ("item_id" = @2 and "grantee_id" = @3)

-- uploads.create
insert into "upload" ("tenant_id", "id", "workspace_id", "requested_by", "blob_name", "created_at", "expires_at") values (@1, @2, @3, @4, @5, @6, @7)

-- uploads.findByBlob
select * from "upload" where "upload"."tenant_id" = @1 and ("blob_name" = @2)

-- uploads.remove
delete from "upload" where "upload"."tenant_id" = @1 and ("id" = @2)

-- uploads.discardBlob
select "blob_name" from "garbage" where "garbage"."tenant_id" = @1 and ("account" = @2 and "blob_name" = @3)
insert into "garbage" ("tenant_id", "account", "blob_name", "since") values (@1, @2, @3, @4)

-- imports.create
insert into "import" ("tenant_id", "id", "workspace_id", "file_name", "blob_name", "requested_by", "state", "created_at", "updated_at", "model_id", "report_id", "error_code", "error_message", "attempts", "lease_until") values (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15)

-- imports.find
select * from "import" where "import"."tenant_id" = @1 and ("id" = @2)

-- imports.inWorkspace
select * from "import" where "import"."tenant_id" = @1 and ("workspace_id" = @2) order by "created_at" desc, "id"

-- imports.lease
update "import" set "lease_until" = @1, "updated_at" = @2, "attempts" = "attempts" + @3 where "import"."tenant_id" = @4 and ("id" = @5 and "state" = @6 and ("lease_until" is null or "lease_until" <= @7))

-- imports.extendLease
update "import" set "lease_until" = @1 where "import"."tenant_id" = @2 and ("id" = @3 and "state" = @4 and "lease_until" is not null)

-- imports.succeed
update "import" set "state" = @1, "model_id" = @2, "report_id" = @3, "updated_at" = @4, "lease_until" = @5 where "import"."tenant_id" = @6 and ("id" = @7 and "state" = @8)

-- imports.fail
update "import" set "state" = @1, "error_code" = @2, "error_message" = @3, "updated_at" = @4, "lease_until" = @5 where "import"."tenant_id" = @6 and ("id" = @7 and "state" = @8)
