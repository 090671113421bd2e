// One region's network: a subnet that the apps send from, one that private endpoints stand in, one for API Management.
param name string
param location string
param tags object
param addressPrefix string
param useApiManagement bool

// Private endpoints take calls from inside the network only; nothing else is meant to arrive there.
resource endpointRules 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'nsg-${name}-endpoints'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'from-our-networks'
        properties: {
          description: 'HTTPS and SQL from this network and the peered one.'
          protocol: 'Tcp'
          access: 'Allow'
          direction: 'Inbound'
          priority: 100
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: 'VirtualNetwork'
          destinationPortRanges: ['443', '1433']
        }
      }
      {
        name: 'nothing-else'
        properties: {
          protocol: '*'
          access: 'Deny'
          direction: 'Inbound'
          priority: 4000
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource appRules 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'nsg-${name}-apps'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'nothing-comes-in'
        properties: {
          protocol: '*'
          access: 'Deny'
          direction: 'Inbound'
          priority: 4000
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'vnet-${name}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
  }
}

resource apps 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: network
  name: 'apps'
  properties: {
    addressPrefix: cidrSubnet(addressPrefix, 24, 0)
    networkSecurityGroup: { id: appRules.id }
    // The apps' host storage takes calls from this subnet and from nowhere else.
    serviceEndpoints: [{ service: 'Microsoft.Storage' }]
    delegations: [
      {
        name: 'flex-consumption'
        properties: { serviceName: 'Microsoft.App/environments' }
      }
    ]
  }
}

resource endpoints 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: network
  name: 'endpoints'
  properties: {
    addressPrefix: cidrSubnet(addressPrefix, 24, 1)
    networkSecurityGroup: { id: endpointRules.id }
    privateEndpointNetworkPolicies: 'Enabled'
  }
  dependsOn: [apps]
}

resource apiManagement 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = if (useApiManagement) {
  parent: network
  name: 'api-management'
  properties: {
    addressPrefix: cidrSubnet(addressPrefix, 24, 2)
    networkSecurityGroup: { id: appRules.id }
    delegations: [
      {
        name: 'api-management'
        properties: { serviceName: 'Microsoft.Web/serverFarms' }
      }
    ]
  }
  dependsOn: [endpoints]
}

output networkId string = network.id
output networkName string = network.name
output appsSubnetId string = apps.id
output endpointsSubnetId string = endpoints.id
output apiManagementSubnetId string = useApiManagement ? apiManagement.id : ''
