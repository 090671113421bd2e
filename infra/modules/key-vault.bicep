// Keys of customers who bring one. The vault is closed to every network; the storage service comes in as a trusted one.
param name string
param location string
param tags object
param workspaceId string
param customerKeyTenants string[]

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Deny'
    }
  }
}

resource customerKey 'Microsoft.KeyVault/vaults/keys@2025-05-01' = [
  for tenantId in customerKeyTenants: {
    parent: vault
    name: 'tenant-${tenantId}'
    properties: {
      kty: 'RSA'
      keySize: 3072
      keyOps: ['wrapKey', 'unwrapKey']
      rotationPolicy: {
        attributes: { expiryTime: 'P2Y' }
        lifetimeActions: [
          {
            trigger: { timeBeforeExpiry: 'P60D' }
            action: { type: 'rotate' }
          }
        ]
      }
    }
  }
]

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

output name string = vault.name
output customerKeys array = [
  for (tenantId, i) in customerKeyTenants: {
    tenantId: tenantId
    keyUri: customerKey[i].properties.keyUri
  }
]
