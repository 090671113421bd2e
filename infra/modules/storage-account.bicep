// A Blob account as every one of ours is: no keys, no anonymous reading, TLS 1.2, versions kept.
param name string
param location string
param tags object
param containers string[]
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_RAGRS', 'Standard_GZRS', 'Standard_RAGZRS'])
param redundancy string = 'Standard_ZRS'

@description('"private": by private endpoint alone. "subnet": from the apps\' subnet alone. "identities-from-anywhere": any network, but every call needs an identity with a role.')
@allowed(['private', 'subnet', 'identities-from-anywhere'])
param network string
param subnetId string = ''

@description('Uploads are taken up within hours: what is left behind is deleted after this many days; 0 keeps everything.')
param deleteAfterDays int = 0
param isVersioned bool = true

@description('The identity that unwraps customers\' keys; empty without any.')
param keyIdentityId string = ''
@description('One encryption scope for each tenant with a key of its own: tenantId, keyUri.')
param customerKeys array = []

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  identity: empty(keyIdentityId)
    ? { type: 'None' }
    : {
        type: 'UserAssigned'
        userAssignedIdentities: { '${keyIdentityId}': {} }
      }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    isSftpEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: network == 'private' ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: network == 'identities-from-anywhere' ? 'Allow' : 'Deny'
      virtualNetworkRules: network == 'subnet'
        ? [
            {
              id: subnetId
              action: 'Allow'
            }
          ]
        : []
    }
    sasPolicy: {
      sasExpirationPeriod: '00.02:00:00'
      expirationAction: 'Block'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: isVersioned
    deleteRetentionPolicy: {
      enabled: true
      days: 14
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 14
    }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for containerName in containers: {
    parent: blobs
    name: containerName
    properties: { publicAccess: 'None' }
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: concat(
        [
          {
            name: 'old-versions'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: { blobTypes: ['blockBlob'] }
              actions: {
                version: { delete: { daysAfterCreationGreaterThan: 30 } }
              }
            }
          }
        ],
        deleteAfterDays == 0
          ? []
          : [
              {
                name: 'left-behind'
                type: 'Lifecycle'
                enabled: true
                definition: {
                  filters: { blobTypes: ['blockBlob'] }
                  actions: {
                    baseBlob: { delete: { daysAfterCreationGreaterThan: deleteAfterDays } }
                  }
                }
              }
            ]
      )
    }
  }
}

resource scopes 'Microsoft.Storage/storageAccounts/encryptionScopes@2025-06-01' = [
  for key in customerKeys: {
    parent: account
    name: 'tenant-${key.tenantId}'
    properties: {
      source: 'Microsoft.KeyVault'
      state: 'Enabled'
      keyVaultProperties: { keyUri: key.keyUri }
    }
  }
]

output id string = account.id
output name string = account.name
output blobUrl string = account.properties.primaryEndpoints.blob
output blobHost string = '${account.name}.blob.${environment().suffixes.storage}'
