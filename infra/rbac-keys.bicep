// The stores' identities may wrap and unwrap with customers' keys, and do nothing else with them. Before the stores: an
// account with such a key cannot be made without this right.
param keyVaultName string
param storeIdentities string[]

var roles = {
  keyVaultCryptoServiceEncryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6'
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: keyVaultName
}

resource storesUnwrap 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in storeIdentities: {
    name: guid(vault.id, principalId, roles.keyVaultCryptoServiceEncryptionUser)
    scope: vault
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultCryptoServiceEncryptionUser)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]
