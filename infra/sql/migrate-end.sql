-- After it has started once.
-- sqlcmd -G -v User=id-azimuth-<environment>-<region>-gateway
declare @text nvarchar(max) =
  N'alter role db_ddladmin drop member ' + quotename(N'$(User)') + N';'
  + N'revoke alter any security policy from ' + quotename(N'$(User)') + N';'
  + N'revoke alter from ' + quotename(N'$(User)') + N';';
exec sp_executesql @text;
