// The replica of one cluster's metadata in another region, a readable geo-secondary on that region's own server: it is read
// under that server's name, so that nothing of the lost region is on the way. Somebody decides to fail over: it can lose
// the last seconds.
param groupName string
param serverName string
param partnerServerId string
param databaseName string

resource server 'Microsoft.Sql/servers@2025-01-01' existing = {
  name: serverName
}

resource group 'Microsoft.Sql/servers/failoverGroups@2025-01-01' = {
  parent: server
  name: groupName
  properties: {
    partnerServers: [{ id: partnerServerId }]
    databases: [resourceId('Microsoft.Sql/servers/databases', serverName, databaseName)]
    readWriteEndpoint: { failoverPolicy: 'Manual' }
    readOnlyEndpoint: { failoverPolicy: 'Disabled' }
  }
}
