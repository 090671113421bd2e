-- first in every transaction
exec sp_set_session_context N'tenant_id', @1; exec sp_set_session_context N'system', @2

-- and with it in every write of a tenant
declare @got int;
exec @got = sp_getapplock @Resource = @1, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 20000;
if @got < 0 throw 50001, N'Other writes of this tenant took too long.', 1

-- whose own first statement is
select "epoch", "is_read_only" from "tenant_security" where "tenant_security"."tenant_id" = @1

-- write once
insert into "used_context" ("tenant_id", "id", "expires_at") values (@1, @2, @3)

-- people.find
select * from "person" where "person"."tenant_id" = @1 and ("object_id" = @2)

-- people.findMany
select * from "person" where "person"."tenant_id" = @1 and ("object_id" in (@2, @3)) order by "object_id"

-- people.save
select * from "person" where "person"."tenant_id" = @1 and ("object_id" = @2)
update "person" set "display_name" = @1, "sign_in_name" = @2, "kind" = @3, "changed_at" = @4 where "person"."tenant_id" = @5 and ("object_id" = @6)
insert into "person" ("tenant_id", "object_id", "display_name", "sign_in_name", "kind", "changed_at") values (@1, @2, @3, @4, @5, @6)

-- workspaces.find
select * from "workspace" where "workspace"."tenant_id" = @1 and ("id" = @2)

-- workspaces.findMany
select * from "workspace" where "workspace"."tenant_id" = @1 and ("id" in (@2))

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
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- workspaces.ofPrincipals
select "workspace".*, "workspace_member"."role" from "workspace" inner join "workspace_member" on "workspace_member"."workspace_id" = "workspace"."id" where "workspace"."tenant_id" = @1 and "workspace_member"."tenant_id" = @2 and ("workspace_member"."principal_id" in (@3, @4))

-- workspaces.members
select * from "workspace_member" where "workspace_member"."tenant_id" = @1 and ("workspace_id" = @2) order by "principal_id"

-- workspaces.membershipsOf
select * from "workspace_member" where "workspace_member"."tenant_id" = @1 and ("workspace_id" = @2 and "principal_id" in (@3)) order by "principal_id"

-- workspaces.saveMember
update "workspace_member" set "principal_kind" = @1, "role" = @2 where "workspace_member"."tenant_id" = @3 and (("workspace_id" = @4 and "principal_id" = @5))
insert into "workspace_member" ("tenant_id", "workspace_id", "principal_id", "principal_kind", "role") values (@1, @2, @3, @4, @5)
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- workspaces.removeMember
delete from "workspace_member" where "workspace_member"."tenant_id" = @1 and ("workspace_id" = @2 and "principal_id" = @3)

-- items.find
select * from "item" where "item"."tenant_id" = @1 and ("id" = @2)

-- items.findMany
select * from "item" where "item"."tenant_id" = @1 and ("id" in (@2, @3))

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
select "id" from "sharing_link" where "sharing_link"."tenant_id" = @1 and ("item_id" = @2)
delete from "permission" where "permission"."tenant_id" = @1 and ("source" = @2)
delete from "sharing_link_recipient" where "sharing_link_recipient"."tenant_id" = @1 and ("link_id" = @2)
delete from "sharing_link" where "sharing_link"."tenant_id" = @1 and ("id" = @2)
delete from "role_member" where "role_member"."tenant_id" = @1 and ("model_id" = @2)
delete from "permission" where "permission"."tenant_id" = @1 and ("item_id" = @2)
delete from "item_definition" where "item_definition"."tenant_id" = @1 and ("item_id" = @2)
delete from "item" where "item"."tenant_id" = @1 and ("id" = @2)
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

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

-- role members.rolesOf
select distinct "role_name" from "role_member" where "role_member"."tenant_id" = @1 and ("model_id" = @2 and "member_id" in (@3, @4))

-- role members.ofModel
select * from "role_member" where "role_member"."tenant_id" = @1 and ("model_id" = @2) order by "role_name", "member_id"

-- role members.replace
delete from "role_member" where "role_member"."tenant_id" = @1 and ("model_id" = @2 and "role_name" = @3)
insert into "role_member" ("tenant_id", "model_id", "role_name", "member_id", "member_kind") values (@1, @2, @3, @4, @5)
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- role members.removeOfModel
delete from "role_member" where "role_member"."tenant_id" = @1 and ("model_id" = @2)
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- permissions.ofItem
select * from "permission" where "permission"."tenant_id" = @1 and ("item_id" = @2) order by "granted_at", "item_id", "grantee_id", "source"
select top(10) * from "permission" where "permission"."tenant_id" = @1 and ("item_id" = @2 and "granted_by" = @3) order by "granted_at", "item_id", "grantee_id", "source"

-- permissions.countDirect
select count(*) as "entries" from "permission" where "permission"."tenant_id" = @1 and ("item_id" = @2 and "source" = @3)

-- permissions.ofGrantees
select * from "permission" where "permission"."tenant_id" = @1 and ("grantee_id" in (@2)) order by "granted_at", "item_id", "grantee_id", "source"

-- permissions.find
select * from "permission" where "permission"."tenant_id" = @1 and ("item_id" = @2 and "grantee_id" in (@3)) order by "granted_at", "item_id", "grantee_id", "source"

-- permissions.save
update "permission" set "grantee_kind" = @1, "rights" = @2, "granted_by" = @3, "granted_at" = @4 where "permission"."tenant_id" = @5 and (("item_id" = @6 and "grantee_id" = @7 and "source" = @8))
insert into "permission" ("tenant_id", "item_id", "grantee_id", "source", "grantee_kind", "rights", "granted_by", "granted_at") values (@1, @2, @3, @4, @5, @6, @7, @8)
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- permissions.remove
delete from "permission" where "permission"."tenant_id" = @1 and ("item_id" = @2 and "grantee_id" = @3 and "source" = @4)

-- links.find
select * from "sharing_link" where "sharing_link"."tenant_id" = @1 and ("id" = @2)
select * from "sharing_link_recipient" where "sharing_link_recipient"."tenant_id" = @1 and ("link_id" in (@2)) order by "principal_id"

-- links.ofItem
select * from "sharing_link" where "sharing_link"."tenant_id" = @1 and ("item_id" = @2) order by "created_at" desc, "id"
select * from "sharing_link_recipient" where "sharing_link_recipient"."tenant_id" = @1 and ("link_id" in (@2)) order by "principal_id"

-- links.create
insert into "sharing_link" ("tenant_id", "id", "item_id", "kind", "rights", "covers_model", "created_by", "created_at") values (@1, @2, @3, @4, @5, @6, @7, @8)
insert into "sharing_link_recipient" ("tenant_id", "link_id", "principal_id") values (@1, @2, @3)
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- links.removeRecipient
select "id" from "sharing_link" where "sharing_link"."tenant_id" = @1 and ("item_id" = @2 and "created_by" = @3)
delete from "sharing_link_recipient" where "sharing_link_recipient"."tenant_id" = @1 and ("link_id" in (@2) and "principal_id" = @3)

-- links.stopCoveringModel
update "sharing_link" set "covers_model" = @1 where "sharing_link"."tenant_id" = @2 and ("id" = @3 and "covers_model" = @4)

-- links.remove
delete from "permission" where "permission"."tenant_id" = @1 and ("source" = @2)
delete from "sharing_link_recipient" where "sharing_link_recipient"."tenant_id" = @1 and ("link_id" = @2)
delete from "sharing_link" where "sharing_link"."tenant_id" = @1 and ("id" = @2)
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- settings.all
select * from "tenant_setting" where "tenant_setting"."tenant_id" = @1 order by "name"

-- settings.save
update "tenant_setting" set "is_on" = @1, "only_for" = @2, "except_for" = @3 where "tenant_setting"."tenant_id" = @4 and ("name" = @5)
insert into "tenant_setting" ("tenant_id", "name", "is_on", "only_for", "except_for") values (@1, @2, @3, @4, @5)
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- security.state
select "epoch", "is_read_only" from "tenant_security" where "tenant_security"."tenant_id" = @1

-- security.sessionsValidFrom
select "valid_from" from "revocation" where "revocation"."tenant_id" = @1 and ("object_id" = @2)

-- security.revokeSessions
select "valid_from" from "revocation" where "revocation"."tenant_id" = @1 and ("object_id" = @2)
update "revocation" set "valid_from" = @1 where "revocation"."tenant_id" = @2 and ("object_id" = @3)
insert into "revocation" ("tenant_id", "object_id", "valid_from") values (@1, @2, @3)
update "tenant_security" set "epoch" = "epoch" + @1 where "tenant_security"."tenant_id" = @2
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- security.holders
select distinct "principal_id" as "id" from "workspace_member" where "workspace_member"."tenant_id" = @1 and ("principal_id" in (@2, @3))
select distinct "grantee_id" as "id" from "permission" where "permission"."tenant_id" = @1 and ("grantee_id" in (@2, @3))
select distinct "principal_id" as "id" from "sharing_link_recipient" where "sharing_link_recipient"."tenant_id" = @1 and ("principal_id" in (@2, @3))
select distinct "member_id" as "id" from "role_member" where "role_member"."tenant_id" = @1 and ("member_id" in (@2, @3))

-- audit.record
insert into "activity_event" ("tenant_id", "id", "at", "activity", "user_key", "body") values (@1, @2, @3, @4, @5, @6)

-- audit.page
select top(100) "id", "at", "body" from "activity_event" where "activity_event"."tenant_id" = @1 and (("at" >= @2 and "at" <= @3 and "activity" = @4 and "user_key" = @5 and ("at" > @6 or ("at" = @7 and "id" > @8)))) order by "at", "id"

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
insert into "import" ("tenant_id", "id", "workspace_id", "file_name", "blob_name", "requested_by", "state", "created_at", "updated_at", "model_id", "report_id", "error_code", "error_message", "attempts", "lease_until", "on_conflict", "report") values (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17)

-- imports.find
select * from "import" where "import"."tenant_id" = @1 and ("id" = @2)

-- imports.inWorkspace
select * from "import" where "import"."tenant_id" = @1 and ("workspace_id" = @2) order by "created_at" desc, "id"

-- imports.lease
update "import" set "lease_until" = @1, "updated_at" = @2, "attempts" = "attempts" + @3 where "import"."tenant_id" = @4 and ("id" = @5 and "state" = @6 and ("lease_until" is null or "lease_until" <= @7))

-- imports.extendLease
update "import" set "lease_until" = @1 where "import"."tenant_id" = @2 and ("id" = @3 and "state" = @4 and "lease_until" is not null)

-- imports.succeed
update "import" set "state" = @1, "model_id" = @2, "report_id" = @3, "report" = @4, "updated_at" = @5, "lease_until" = @6 where "import"."tenant_id" = @7 and ("id" = @8 and "state" = @9)

-- imports.fail
update "import" set "state" = @1, "error_code" = @2, "error_message" = @3, "updated_at" = @4, "lease_until" = @5 where "import"."tenant_id" = @6 and ("id" = @7 and "state" = @8)
