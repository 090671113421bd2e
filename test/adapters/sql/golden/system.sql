-- system.findTenant
select * from "tenant" where "tenant_id" = @1

-- system.saveTenant
update "tenant" set "name" = @1, "home_cluster" = @2 where "tenant_id" = @3
insert into "tenant" ("tenant_id", "name", "home_cluster") values (@1, @2, @3)
select "is_on" from "cluster_state" where "name" = @1

-- system.saveTenant, while read-only
update "tenant" set "name" = @1, "home_cluster" = @2 where "tenant_id" = @3
insert into "tenant" ("tenant_id", "name", "home_cluster") values (@1, @2, @3)
select "is_on" from "cluster_state" where "name" = @1
select "epoch" from "tenant_security" where "tenant_id" = @1
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- system.publishKey
update "context_key" set "public_jwk" = @1, "published_at" = @2, "expires_at" = @3 where "key_id" = @4
insert into "context_key" ("key_id", "public_jwk", "published_at", "expires_at") values (@1, @2, @3, @4)

-- system.findKey
select * from "context_key" where "key_id" = @1

-- system.idleImports
select "is_on" from "cluster_state" where "name" = @1
select top(50) "tenant_id", "id" from "import" where "state" = 'Publishing' and ("lease_until" is null or "lease_until" <= @1) order by "created_at", "id"

-- system.idleImports, while read-only
select "is_on" from "cluster_state" where "name" = @1

-- system.forgetExpired
select "is_on" from "cluster_state" where "name" = @1
delete from "used_context" where "expires_at" < @1
delete from "context_key" where "expires_at" < @1

-- system.forgetExpired, while read-only
select "is_on" from "cluster_state" where "name" = @1

-- system.garbage
select "is_on" from "cluster_state" where "name" = @1
select top(50) "tenant_id", "blob_name", "account" from "garbage" order by "since", "blob_name"

-- system.garbage, while read-only
select "is_on" from "cluster_state" where "name" = @1

-- system.forgetGarbage
select "is_on" from "cluster_state" where "name" = @1
delete from "garbage" where ("tenant_id" = @1 and "account" = @2 and "blob_name" = @3)

-- system.forgetGarbage, while read-only
select "is_on" from "cluster_state" where "name" = @1

-- system.discardExpiredUploads
select "is_on" from "cluster_state" where "name" = @1
select top(200) "tenant_id", "id", "blob_name" from "upload" where "expires_at" < @1 order by "expires_at"
delete from "upload" where ("tenant_id" = @1 and "id" = @2)
select "since" from "garbage" where ("tenant_id" = @1 and "account" = @2 and "blob_name" = @3)
insert into "garbage" ("tenant_id", "account", "blob_name", "since") values (@1, @2, @3, @4)

-- system.discardExpiredUploads, while read-only
select "is_on" from "cluster_state" where "name" = @1

-- system.forgetActivity
select "is_on" from "cluster_state" where "name" = @1
select top(1000) "at" from "activity_event" where "at" < @1 order by "at"
delete from "activity_event" where "at" <= @1

-- system.forgetActivity, while read-only
select "is_on" from "cluster_state" where "name" = @1

-- system.setReadOnly
update "cluster_state" set "is_on" = @1 where "name" = @2
insert into "cluster_state" ("name", "is_on") values (@1, @2)
update "tenant_security" set "is_read_only" = @1
select "tenant_id" from "tenant" where "tenant_id" not in (select "tenant_id" from "tenant_security")
insert into "tenant_security" ("tenant_id", "epoch", "is_read_only") values (@1, @2, @3)

-- system.addUsage
select "is_on" from "cluster_state" where "name" = @1
update "usage_count" set "count" = "count" + @1 where ("key_text" = @2 and "window_start" = @3)
insert into "usage_count" ("key_text", "window_start", "count") values (@1, @2, @3)
select "count" from "usage_count" where "key_text" = @1 and "window_start" = @2
delete from "usage_count" where "window_start" < @1

-- system.addUsage, while read-only
select "is_on" from "cluster_state" where "name" = @1
