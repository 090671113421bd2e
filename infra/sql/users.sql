-- Run as the Entra administrator of the server, in the database azimuth-<region>, once for each region (sqlcmd -G -v Prefix=...).
-- Where another region keeps a replica, replica-users.sql lets that region's identities read.
-- Prefix is what the managed identities' names begin with: id-azimuth-<environment>-<region>.
-- A running service reads and writes rows; it cannot change what the database is. The Web Front End has no user at all.
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
  set @text += N'alter role db_datawriter add member ' + quotename(@user) + N';';
  set @text += N'grant execute to ' + quotename(@user) + N';';
  exec sp_executesql @text;
  fetch next from roles into @role;
end;
close roles;
deallocate roles;
