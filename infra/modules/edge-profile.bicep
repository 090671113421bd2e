// Front Door itself: known before the apps, whose settings name its host and whose doors its id opens.
param name string
param endpointName string
param location string
param tags object

var generated = loadJsonContent('../generated/front-door.json')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${name}-edge'
  location: location
  tags: tags
}

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: 'afd-${name}'
  location: 'global'
  tags: tags
  sku: generated.profile.sku
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: generated.profile.properties
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' = {
  parent: profile
  name: endpointName
  location: 'global'
  tags: tags
  properties: generated.endpoint.properties
}

output profileName string = profile.name
output endpointName string = endpoint.name
output endpointHostName string = endpoint.properties.hostName
output frontDoorId string = profile.properties.frontDoorId
output identityId string = identity.id
output principalId string = identity.properties.principalId
