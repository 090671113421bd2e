-- Run as the Entra administrator of the server, in the database azimuth-<region> of each region that has a replica
-- (sqlcmd -G -v Prefix=...): the users arrive at the replica with everything else, which takes no change itself.
-- Prefix is what the names of the identities of the region that keeps the replica begin with: id-azimuth-<environment>-<other region>.
-- Whoever stands in for a region reads. What a user of these names could do beside that is taken away.
declare @role nvarchar(40);
declare roles cursor local fast_forward for
  select name from (values (N'gateway'), (N'presentation'), (N'data-movement')) as r(name);
open roles;
fetch next from roles into @role;
while @@fetch_status = 0
begin
  declare @user sysname = N'$(Prefix)-' + @role;
  declare @text nvarchar(max) = N'';
  if not exists (select 1 from sys.database_principals where name = @user)
    set @text += N'create user ' + quotename(@user) + N' from external provider;';
  set @text += N'alter role db_datareader add member ' + quotename(@user) + N';';
  if is_rolemember(N'db_datawriter', @user) = 1
    set @text += N'alter role db_datawriter drop member ' + quotename(@user) + N';';
  set @text += N'revoke execute from ' + quotename(@user) + N';';
  exec sp_executesql @text;
  fetch next from roles into @role;
end;
close roles;
deallocate roles;
