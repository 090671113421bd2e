-- system.findTenant
select * from "tenant" where "tenant_id" = @1

-- system.saveTenant
update "tenant" set "name" = @1 where "tenant_id" = @2
insert into "tenant" ("tenant_id", "name") values (@1, @2)

-- system.publishKey
update "context_key" set "public_jwk" = @1, "published_at" = @2, "expires_at" = @3 where "key_id" = @4
insert into "context_key" ("key_id", "public_jwk", "published_at", "expires_at") values (@1, @2, @3, @4)

-- system.findKey
select * from "context_key" where "key_id" = @1

-- system.idleImports
select top(50) "tenant_id", "id" from "import" where "state" = 'Publishing' and ("lease_until" is null or "lease_until" <= @1) order by "created_at", "id"

-- system.forgetExpired
delete from "used_context" where "expires_at" < @1
delete from "context_key" where "expires_at" < @1

-- system.garbage
select top(50) "tenant_id", "blob_name", "account" from "garbage" order by "since", "blob_name"

-- system.forgetGarbage
delete from "garbage" where ("tenant_id" = @1 and "account" = @2 and "blob_name" = @3)

-- system.discardExpiredUploads
select top(200) "tenant_id", "id", "blob_name" from "upload" where "expires_at" < @1 order by "expires_at"
delete from "upload" where ("tenant_id" = @1 and "id" = @2)
select "since" from "garbage" where ("tenant_id" = @1 and "account" = @2 and "blob_name" = @3)
insert into "garbage" ("tenant_id", "account", "blob_name", "since") values (@1, @2, @3, @4)
