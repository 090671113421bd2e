// The whole deployment, as a table of contents. Nothing here or below holds a secret: identities are managed, and every
// store refuses keys. `docs/deploy.md` says how to use it.
targetScope = 'resourceGroup'

import { regionType, applicationsType, tenantType, administratorType } from 'types.bicep'

@description('Part of every name; azd\'s environment.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Where what belongs to no single region is kept.')
param location string

@description('One cluster each. The first is the home of tenants that name none.')
@minLength(1)
@maxLength(2)
param regions regionType[]

param applications applicationsType
param tenants tenantType[]
param sqlAdministrator administratorType

@description('The host name that people use, such as bi.contoso.com; empty for Front Door\'s own.')
param publicHostName string = ''

@description('The Azure DNS zone of that name, in this resource group; empty where it is kept elsewhere.')
param dnsZoneName string = ''

@description('Traffic Manager in front of Front Door, with the method that the routing configuration names.')
param useTrafficManager bool = false

@description('Another way to the service for when Front Door itself fails, which Traffic Manager then answers; empty for none.')
param standbyHost string = ''

@description('API Management between Front Door and the Gateway.')
param useApiManagement bool = false

@description('Ids of the tenants whose data is encrypted with a key of the customer\'s own.')
param customerKeyTenants string[] = []

@description('"scm-only" lets code be deployed to the internal roles from outside; their sites stay closed. Set it back to "closed" afterwards.')
@allowed(['closed', 'scm-only'])
param deploymentAccess string = 'closed'

@description('After how many idle minutes the metadata database sleeps; -1 for never. A database with a replica cannot sleep.')
param sqlAutoPauseMinutes int = 60

@description('Who is told when an alert fires; empty for nobody.')
param alertEmail string = ''

@description('The object id of whoever deploys: may upload the static files.')
param deployerObjectId string
@allowed(['User', 'ServicePrincipal'])
param deployerType string = 'User'

var token = toLower(uniqueString(resourceGroup().id, environmentName))
var tags = { 'azd-env-name': environmentName }
// The two switches of the routing configuration: an edge that takes nobody, and a way in through the private network.
var access = loadJsonContent('generated/front-door.json').access
var hasGatewayEndpoint = length(regions) > 1 || useApiManagement || access.privateLink

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: 'azimuth-${environmentName}'
    location: location
    tags: tags
    alertEmail: alertEmail
  }
}

module edgeProfile 'modules/edge-profile.bicep' = {
  name: 'edge-profile'
  params: {
    name: 'azimuth-${environmentName}'
    endpointName: 'azimuth-${token}'
    location: location
    tags: tags
  }
}

var publicHost = empty(publicHostName) ? edgeProfile.outputs.endpointHostName : publicHostName

module networks 'modules/network.bicep' = [
  for region in regions: {
    name: 'network-${region.name}'
    params: {
      name: 'azimuth-${environmentName}-${region.name}'
      location: region.location
      tags: tags
      addressPrefix: region.addressPrefix
      useApiManagement: useApiManagement
    }
  }
]

module privateDns 'modules/private-dns.bicep' = {
  name: 'private-dns'
  params: {
    tags: tags
    networkIds: [for (region, i) in regions: networks[i].outputs.networkId]
  }
}

module peerings 'modules/peering.bicep' = [
  for (region, i) in regions: if (length(regions) > 1) {
    name: 'peering-${region.name}'
    params: {
      networkName: networks[i].outputs.networkName
      otherNetworkId: networks[(i + 1) % length(regions)].outputs.networkId
    }
  }
]

module identities 'modules/identities.bicep' = [
  for region in regions: {
    name: 'identities-${region.name}'
    params: {
      name: 'azimuth-${environmentName}-${region.name}'
      location: region.location
      tags: tags
    }
  }
]

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    customerKeyTenants: customerKeyTenants
  }
}

module staticFiles 'modules/storage-account.bicep' = {
  name: 'static'
  params: {
    name: 'static${token}'
    location: location
    tags: tags
    // Code of the browser application, no data: reached by Front Door's identity, and by whoever deploys.
    network: 'identities-from-anywhere'
    containers: ['assets']
    redundancy: 'Standard_GRS'
  }
}

module stores 'modules/region-stores.bicep' = [
  for (region, i) in regions: {
    name: 'stores-${region.name}'
    params: {
      token: '${token}${region.name}'
      clusterName: region.name
      location: region.location
      tags: tags
      appsSubnetId: networks[i].outputs.appsSubnetId
      endpointsSubnetId: networks[i].outputs.endpointsSubnetId
      hasZones: region.hasZones
      copyLocation: empty(region.replicaIn) ? '' : regions[(i + 1) % length(regions)].location
      copySubnetId: networks[(i + 1) % length(regions)].outputs.endpointsSubnetId
      dnsZoneIds: privateDns.outputs.zoneIds
      storeIdentity: identities[i].outputs.identities.store
      customerKeys: keyVault.outputs.customerKeys
      sqlAdministrator: sqlAdministrator
      sqlAutoPauseMinutes: length(regions) > 1 ? -1 : sqlAutoPauseMinutes
      workspaceId: monitoring.outputs.workspaceId
    }
    dependsOn: [rbacOfKeys]
  }
]

module replicas 'modules/sql-replica.bicep' = [
  for (region, i) in regions: if (!empty(region.replicaIn)) {
    name: 'replica-of-${region.name}'
    params: {
      groupName: 'azimuth-${token}-${region.name}'
      serverName: stores[i].outputs.sqlServerName
      partnerServerId: resourceId('Microsoft.Sql/servers', 'sql-${token}${region.replicaIn}')
      databaseName: stores[i].outputs.sqlDatabaseName
    }
    dependsOn: [stores]
  }
]

module rbacOfKeys 'rbac-keys.bicep' = {
  name: 'rbac-keys'
  params: {
    keyVaultName: keyVault.outputs.name
    storeIdentities: [for (region, i) in regions: identities[i].outputs.identities.store.principalId]
  }
}

module rbac 'rbac.bicep' = [
  for (region, i) in regions: {
    name: 'rbac-${region.name}'
    params: {
      identities: identities[i].outputs.identities
      hostStorage: stores[i].outputs.hostStorage
      dataAccountName: stores[i].outputs.dataAccountName
      intakeAccountName: stores[i].outputs.intakeAccountName
      staticAccountName: staticFiles.outputs.name
      componentName: monitoring.outputs.componentName
      edgePrincipalId: edgeProfile.outputs.principalId
      copyReaders: empty(region.replicaIn)
        ? []
        : [identities[(i + 1) % length(regions)].outputs.identities.presentation.principalId]
      deployerObjectId: deployerObjectId
      deployerType: deployerType
      isFirst: i == 0
    }
  }
]

module apps 'modules/region-apps.bicep' = [
  for (region, i) in regions: {
    name: 'apps-${region.name}'
    params: {
      prefix: 'azimuth-${token}-${region.name}'
      clusterName: region.name
      clusters: map(regions, other => {
        name: other.name
        gatewayUrl: 'https://azimuth-${token}-${other.name}-gateway.azurewebsites.net'
      })
      location: region.location
      tags: tags
      publicUrl: 'https://${publicHost}'
      applications: applications
      tenants: tenants
      identities: identities[i].outputs.identities
      hostStorage: stores[i].outputs.hostStorage
      dataBlobUrl: stores[i].outputs.dataBlobUrl
      intakeBlobUrl: stores[i].outputs.intakeBlobUrl
      sql: '${empty(region.replicaIn) ? stores[i].outputs.sqlHost : 'azimuth-${token}-${region.name}${environment().suffixes.sqlServerHostname}'}/${stores[i].outputs.sqlDatabaseName}'
      // The other region's copies, where this one holds them: the replica stands on this region's own server.
      replicas: empty(regions[(i + 1) % length(regions)].replicaIn)
        ? []
        : [
            {
              cluster: regions[(i + 1) % length(regions)].name
              sql: '${stores[i].outputs.sqlHost}/${stores[(i + 1) % length(regions)].outputs.sqlDatabaseName}'
              dataBlobUrl: stores[(i + 1) % length(regions)].outputs.dataCopyBlobUrl
            }
          ]
      appsSubnetId: networks[i].outputs.appsSubnetId
      endpointsSubnetId: networks[i].outputs.endpointsSubnetId
      dnsZoneIds: privateDns.outputs.zoneIds
      frontDoorId: edgeProfile.outputs.frontDoorId
      connectionString: monitoring.outputs.connectionString
      deploymentAccess: deploymentAccess
      hasGatewayEndpoint: hasGatewayEndpoint
      hasPrivateLink: access.privateLink
      isGatewayBehindApiManagement: useApiManagement
    }
    dependsOn: [rbac]
  }
]

module apiManagement 'modules/api-management.bicep' = [
  for (region, i) in regions: if (useApiManagement) {
    name: 'api-management-${region.name}'
    params: {
      name: 'azimuth-${token}-${region.name}'
      location: region.location
      tags: tags
      publisherEmail: empty(alertEmail) ? 'noreply@${publicHost}' : alertEmail
      subnetId: networks[i].outputs.apiManagementSubnetId
      values: {
        GATEWAY_HOST: apps[i].outputs.gatewayHost
        FRONT_DOOR_ID: edgeProfile.outputs.frontDoorId
        API_AUDIENCE: applications.apiClientId
      }
    }
  }
]

module edgeRoutes 'modules/edge-routes.bicep' = {
  name: 'edge-routes'
  params: {
    profileName: edgeProfile.outputs.profileName
    endpointName: edgeProfile.outputs.endpointName
    tags: tags
    publicHostName: publicHostName
    dnsZoneName: dnsZoneName
    trafficManagerTarget: useTrafficManager ? trafficManager!.outputs.host : ''
    edgeIdentityId: edgeProfile.outputs.identityId
    workspaceId: monitoring.outputs.workspaceId
    origins: [
      for (region, i) in regions: {
        region: region.name
        linkLocation: empty(region.edgeLinkLocation) ? region.location : region.edgeLinkLocation
        values: {
          WEB_FRONT_END_HOST: apps[i].outputs.webFrontEndHost
          GATEWAY_HOST: useApiManagement ? apiManagement[i]!.outputs.host : apps[i].outputs.gatewayHost
          STATIC_HOST: staticFiles.outputs.blobHost
          INTAKE_HOST: stores[i].outputs.intakeHost
          INTAKE_ID: stores[i].outputs.intakeAccountId
        }
      }
    ]
  }
}

module trafficManager 'modules/traffic-manager.bicep' = if (useTrafficManager) {
  name: 'traffic-manager'
  params: {
    name: 'azimuth-${environmentName}'
    relativeName: 'azimuth-${token}'
    tags: tags
    values: {
      PRIMARY_ENDPOINT_HOST: edgeProfile.outputs.endpointHostName
      PRIMARY_REGION: regions[0].location
      SECONDARY_ENDPOINT_HOST: standbyHost
      SECONDARY_REGION: last(regions)!.location
    }
  }
}

output AZIMUTH_PUBLIC_URL string = 'https://${publicHost}'
output AZIMUTH_STATIC_ACCOUNT string = staticFiles.outputs.name
output AZIMUTH_SQL_SERVERS array = [for (region, i) in regions: stores[i].outputs.sqlHost]
output AZIMUTH_IDENTITIES array = [for (region, i) in regions: identities[i].outputs.identities]
output AZIMUTH_ORIGINS array = [
  for (region, i) in regions: {
    region: region.name
    webFrontEnd: apps[i].outputs.webFrontEndHost
    gateway: apps[i].outputs.gatewayHost
    presentation: apps[i].outputs.presentationHost
    dataMovement: apps[i].outputs.dataMovementHost
    data: stores[i].outputs.dataBlobUrl
    intake: stores[i].outputs.intakeBlobUrl
  }
]
