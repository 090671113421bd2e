// A private endpoint and its name in the private zone.
param name string
param location string
param tags object
param subnetId string
param targetId string
@allowed(['blob', 'blob_secondary', 'sqlServer', 'sites'])
param groupId string
param dnsZoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: 'pe-${name}'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: targetId
          groupIds: [groupId]
        }
      }
    ]
  }
}

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: replace(groupId, '_', '-')
        properties: { privateDnsZoneId: dnsZoneId }
      }
    ]
  }
}
