// The names of private endpoints, the same for every region's network.
param tags object
param networkIds string[]

var zoneNames = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  sql: 'privatelink${environment().suffixes.sqlServerHostname}'
  sites: 'privatelink.azurewebsites.net'
}

resource blob 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneNames.blob
  location: 'global'
  tags: tags
}

resource sql 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneNames.sql
  location: 'global'
  tags: tags
}

resource sites 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneNames.sites
  location: 'global'
  tags: tags
}

resource blobLinks 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (id, i) in networkIds: {
    parent: blob
    name: 'network-${i}'
    location: 'global'
    properties: {
      virtualNetwork: { id: id }
      registrationEnabled: false
    }
  }
]

resource sqlLinks 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (id, i) in networkIds: {
    parent: sql
    name: 'network-${i}'
    location: 'global'
    properties: {
      virtualNetwork: { id: id }
      registrationEnabled: false
    }
  }
]

resource siteLinks 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (id, i) in networkIds: {
    parent: sites
    name: 'network-${i}'
    location: 'global'
    properties: {
      virtualNetwork: { id: id }
      registrationEnabled: false
    }
  }
]

output zoneIds object = {
  blob: blob.id
  sql: sql.id
  sites: sites.id
}
