// One managed identity for each role of a region, and one that the stores unwrap their customer's keys with.
param name string
param location string
param tags object

resource webFrontEnd 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${name}-web-front-end'
  location: location
  tags: tags
}

resource gateway 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${name}-gateway'
  location: location
  tags: tags
}

resource presentation 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${name}-presentation'
  location: location
  tags: tags
}

resource dataMovement 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${name}-data-movement'
  location: location
  tags: tags
}

resource store 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${name}-store'
  location: location
  tags: tags
}

output identities object = {
  webFrontEnd: identityOf(webFrontEnd.id, webFrontEnd.name, webFrontEnd.properties.principalId, webFrontEnd.properties.clientId)
  gateway: identityOf(gateway.id, gateway.name, gateway.properties.principalId, gateway.properties.clientId)
  presentation: identityOf(presentation.id, presentation.name, presentation.properties.principalId, presentation.properties.clientId)
  dataMovement: identityOf(dataMovement.id, dataMovement.name, dataMovement.properties.principalId, dataMovement.properties.clientId)
  store: identityOf(store.id, store.name, store.properties.principalId, store.properties.clientId)
}

func identityOf(id string, name string, principalId string, clientId string) object => {
  id: id
  name: name
  principalId: principalId
  clientId: clientId
}
