// One role as a Flex Consumption app: nothing runs while nobody asks. Its identity is the only way to anything it uses.
import { identityType } from '../types.bicep'

param name string
param location string
param tags object
@allowed(['web-front-end', 'gateway', 'presentation', 'data-movement'])
param role string
param identity identityType
param hostStorageName string
param settings object
param connectionString string
param subnetId string
param instanceMemoryMB int = 2048
param maximumInstanceCount int = 40

@description('"edge": Front Door\'s addresses with this profile\'s id. "closed": private endpoint alone.')
@allowed(['edge', 'closed'])
param access string
param frontDoorId string = ''
@allowed(['closed', 'scm-only'])
param deploymentAccess string

var isEdge = access == 'edge'
var fromEdge = [
  {
    name: 'front-door'
    description: 'Only this Front Door: its addresses are shared with others, its id is not.'
    action: 'Allow'
    priority: 100
    tag: 'ServiceTag'
    ipAddress: 'AzureFrontDoor.Backend'
    headers: { 'x-azure-fdid': [frontDoorId] }
  }
]

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': role })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: subnetId
    publicNetworkAccess: isEdge || deploymentAccess == 'scm-only' ? 'Enabled' : 'Disabled'
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${hostStorageName}.blob.${environment().suffixes.storage}/packages'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'node'
        version: '24'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: 'Deny'
      ipSecurityRestrictions: isEdge ? fromEdge : []
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictionsDefaultAction: deploymentAccess == 'scm-only' ? 'Allow' : 'Deny'
      scmIpSecurityRestrictions: []
      appSettings: concat(
        [
          {
            name: 'AzureWebJobsStorage__accountName'
            value: hostStorageName
          }
          {
            name: 'AzureWebJobsStorage__credential'
            value: 'managedidentity'
          }
          {
            name: 'AzureWebJobsStorage__clientId'
            value: identity.clientId
          }
          {
            name: 'AzureWebJobsDisableHomepage'
            value: 'true'
          }
          {
            name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
            value: connectionString
          }
          {
            name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
            value: 'Authorization=AAD;ClientId=${identity.clientId}'
          }
          {
            name: 'AZURE_CLIENT_ID'
            value: identity.clientId
          }
          {
            name: 'AZIMUTH_ROLES'
            value: role
          }
        ],
        map(items(settings), item => {
          name: item.key
          value: item.value
        })
      )
    }
  }

  // Neither a password for FTP nor one for deployment exists: Entra identities alone.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output id string = site.id
output host string = site.properties.defaultHostName
