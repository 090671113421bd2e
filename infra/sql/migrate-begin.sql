-- Before a version that changes the schema starts for the first time: one identity may change it, for that while.
-- sqlcmd -G -v User=id-azimuth-<environment>-<region>-gateway
declare @text nvarchar(max) =
  N'alter role db_ddladmin add member ' + quotename(N'$(User)') + N';'
  + N'grant alter any security policy to ' + quotename(N'$(User)') + N';'
  + N'grant alter to ' + quotename(N'$(User)') + N';';
exec sp_executesql @text;
