// Every role assignment of a region, smallest role first. What an identity may do in the database is in sql/*.sql,
// what the API application may ask of Microsoft Graph in app-registrations.json; of customers' keys, in rbac-keys.bicep.
param identities object
param hostStorage object
param dataAccountName string
param intakeAccountName string
param staticAccountName string
param componentName string
param edgePrincipalId string
@description('Principal ids of those who show this region\'s data from its copy while the region is lost: Presentation of the other one.')
param copyReaders string[]
param deployerObjectId string
@allowed(['User', 'ServicePrincipal'])
param deployerType string
@description('What is shared by all regions is assigned with the first.')
param isFirst bool

var roles = {
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  storageBlobDelegator: 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a'
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource dataAccount 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataAccountName
}

resource dataBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' existing = {
  parent: dataAccount
  name: 'default'
}

resource models 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = {
  parent: dataBlobs
  name: 'models'
}

resource tiles 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = {
  parent: dataBlobs
  name: 'tiles'
}

resource intakeAccount 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: intakeAccountName
}

resource intakeBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' existing = {
  parent: intakeAccount
  name: 'default'
}

resource uploads 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = {
  parent: intakeBlobs
  name: 'uploads'
}

resource staticAccount 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: staticAccountName
}

resource staticBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' existing = {
  parent: staticAccount
  name: 'default'
}

resource assets 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = {
  parent: staticBlobs
  name: 'assets'
}

resource webFrontEndHost 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorage.webFrontEnd
}

resource gatewayHost 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorage.gateway
}

resource presentationHost 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorage.presentation
}

resource dataMovementHost 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorage.dataMovement
}

// Telemetry of each role: it may send, and read nothing.
resource webFrontEndTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, identities.webFrontEnd.principalId, roles.monitoringMetricsPublisher)
  scope: component
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
    principalId: identities.webFrontEnd.principalId
    principalType: 'ServicePrincipal'
  }
}

resource gatewayTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, identities.gateway.principalId, roles.monitoringMetricsPublisher)
  scope: component
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
    principalId: identities.gateway.principalId
    principalType: 'ServicePrincipal'
  }
}

resource presentationTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, identities.presentation.principalId, roles.monitoringMetricsPublisher)
  scope: component
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
    principalId: identities.presentation.principalId
    principalType: 'ServicePrincipal'
  }
}

resource dataMovementTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, identities.dataMovement.principalId, roles.monitoringMetricsPublisher)
  scope: component
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
    principalId: identities.dataMovement.principalId
    principalType: 'ServicePrincipal'
  }
}

// Upload addresses are signed with a key that Entra gives for a while; the account has none of its own in use.
resource dataMovementSigns 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(intakeAccount.id, identities.dataMovement.principalId, roles.storageBlobDelegator)
  scope: intakeAccount
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDelegator)
    principalId: identities.dataMovement.principalId
    principalType: 'ServicePrincipal'
  }
}

resource presentationReadsModels 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(models.id, identities.presentation.principalId, roles.storageBlobDataReader)
  scope: models
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataReader)
    principalId: identities.presentation.principalId
    principalType: 'ServicePrincipal'
  }
}

// A role holds for the account and for its copy alike. Whoever stands in for this region reads, and has no right to write.
resource copyReadersReadModels 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in copyReaders: {
    name: guid(models.id, principalId, roles.storageBlobDataReader)
    scope: models
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataReader)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource copyReadersReadTiles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in copyReaders: {
    name: guid(tiles.id, principalId, roles.storageBlobDataReader)
    scope: tiles
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataReader)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

// Static files are read by the edge as itself: nobody reads them without.
resource edgeReadsAssets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (isFirst) {
  name: guid(assets.id, edgePrincipalId, roles.storageBlobDataReader)
  scope: assets
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataReader)
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource presentationKeepsTiles 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(tiles.id, identities.presentation.principalId, roles.storageBlobDataContributor)
  scope: tiles
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
    principalId: identities.presentation.principalId
    principalType: 'ServicePrincipal'
  }
}

resource dataMovementTakesUploads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(uploads.id, identities.dataMovement.principalId, roles.storageBlobDataContributor)
  scope: uploads
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
    principalId: identities.dataMovement.principalId
    principalType: 'ServicePrincipal'
  }
}

resource dataMovementWritesModels 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(models.id, identities.dataMovement.principalId, roles.storageBlobDataContributor)
  scope: models
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
    principalId: identities.dataMovement.principalId
    principalType: 'ServicePrincipal'
  }
}

resource dataMovementTidiesTiles 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(tiles.id, identities.dataMovement.principalId, roles.storageBlobDataContributor)
  scope: tiles
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
    principalId: identities.dataMovement.principalId
    principalType: 'ServicePrincipal'
  }
}

resource deployerBringsAssets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (isFirst) {
  name: guid(assets.id, deployerObjectId, roles.storageBlobDataContributor)
  scope: assets
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
    principalId: deployerObjectId
    principalType: deployerType
  }
}

// The Functions host keeps its leases and its package here; each role has an account of its own.
resource webFrontEndOwnHost 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(webFrontEndHost.id, identities.webFrontEnd.principalId, roles.storageBlobDataOwner)
  scope: webFrontEndHost
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
    principalId: identities.webFrontEnd.principalId
    principalType: 'ServicePrincipal'
  }
}

resource gatewayOwnHost 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(gatewayHost.id, identities.gateway.principalId, roles.storageBlobDataOwner)
  scope: gatewayHost
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
    principalId: identities.gateway.principalId
    principalType: 'ServicePrincipal'
  }
}

resource presentationOwnHost 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(presentationHost.id, identities.presentation.principalId, roles.storageBlobDataOwner)
  scope: presentationHost
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
    principalId: identities.presentation.principalId
    principalType: 'ServicePrincipal'
  }
}

resource dataMovementOwnHost 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(dataMovementHost.id, identities.dataMovement.principalId, roles.storageBlobDataOwner)
  scope: dataMovementHost
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
    principalId: identities.dataMovement.principalId
    principalType: 'ServicePrincipal'
  }
}
