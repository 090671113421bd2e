// The four roles of one region, each with the settings that `functions/config.ts` asks of it, and no others.
import { applicationsType, tenantType } from '../types.bicep'

param prefix string
param clusterName string
param clusters array
param location string
param tags object
param publicUrl string
param applications applicationsType
param tenants tenantType[]
param identities object
param hostStorage object
param dataBlobUrl string
param intakeBlobUrl string
param sql string
@description('Copies of other clusters\' stores: cluster, sql, dataBlobUrl.')
param replicas array
param appsSubnetId string
param endpointsSubnetId string
param dnsZoneIds object
param frontDoorId string
param connectionString string
param deploymentAccess string
param hasGatewayEndpoint bool
param hasPrivateLink bool
param isGatewayBehindApiManagement bool

var login = environment().authentication.loginEndpoint
// Each region's own: an address of it leads to no other region's account.
var intakePublicUrl = '${publicUrl}/intake/${clusterName}'

// Set with the code in mind: a test compares each list with what the role reads.
var storeSettings = {
  AZIMUTH_SQL: sql
  AZIMUTH_TENANTS: string(tenants)
  AZIMUTH_CLUSTER: clusterName
  AZIMUTH_REPLICAS: string(replicas)
}
var hopSettings = {
  AZIMUTH_GATEWAY_IDENTITY: identities.gateway.principalId
  AZIMUTH_SERVICE_ISSUER: 'https://sts.windows.net/${tenant().tenantId}/'
  AZIMUTH_SERVICE_JWKS_URL: '${login}${tenant().tenantId}/discovery/v2.0/keys'
}
var webFrontEndSettings = {
  AZIMUTH_PUBLIC_URL: publicUrl
  AZIMUTH_AUTHORITY: '${login}organizations'
  AZIMUTH_API_SCOPE: '${applications.apiUri}/user_impersonation'
  AZIMUTH_WEB_CLIENT_ID: applications.webClientId
  AZIMUTH_INTAKE_PUBLIC_URL: intakePublicUrl
  AZIMUTH_FRONT_DOOR_ID: frontDoorId
}
var gatewaySettings = union(storeSettings, {
  AZIMUTH_FRONT_DOOR_ID: frontDoorId
  AZIMUTH_PUBLIC_URL: publicUrl
  AZIMUTH_API_AUDIENCE: applications.apiClientId
  AZIMUTH_API_URI: applications.apiUri
  AZIMUTH_CLUSTERS: string(filter(clusters, cluster => cluster.name != clusterName))
  AZIMUTH_PRESENTATION_URL: 'https://${prefix}-presentation.azurewebsites.net'
  AZIMUTH_PRESENTATION_AUDIENCE: applications.presentationUri
  AZIMUTH_DATA_MOVEMENT_URL: 'https://${prefix}-data-movement.azurewebsites.net'
  AZIMUTH_DATA_MOVEMENT_AUDIENCE: applications.dataMovementUri
})
var presentationSettings = union(storeSettings, hopSettings, {
  AZIMUTH_PUBLIC_URL: publicUrl
  AZIMUTH_API_AUDIENCE: applications.apiClientId
  AZIMUTH_PRESENTATION_AUDIENCE: applications.presentationUri
  AZIMUTH_DATA_BLOB_URL: dataBlobUrl
})
var dataMovementSettings = union(storeSettings, hopSettings, {
  AZIMUTH_PUBLIC_URL: publicUrl
  AZIMUTH_API_AUDIENCE: applications.apiClientId
  AZIMUTH_DATA_MOVEMENT_AUDIENCE: applications.dataMovementUri
  AZIMUTH_DATA_BLOB_URL: dataBlobUrl
  AZIMUTH_INTAKE_BLOB_URL: intakeBlobUrl
  AZIMUTH_INTAKE_PUBLIC_URL: intakePublicUrl
})

module webFrontEnd 'function-app.bicep' = {
  name: '${prefix}-web-front-end'
  params: {
    name: '${prefix}-web-front-end'
    location: location
    tags: tags
    role: 'web-front-end'
    identity: identities.webFrontEnd
    hostStorageName: hostStorage.webFrontEnd
    settings: webFrontEndSettings
    connectionString: connectionString
    subnetId: appsSubnetId
    instanceMemoryMB: 512
    access: 'edge'
    frontDoorId: frontDoorId
    deploymentAccess: deploymentAccess
  }
}

module gateway 'function-app.bicep' = {
  name: '${prefix}-gateway'
  params: {
    name: '${prefix}-gateway'
    location: location
    tags: tags
    role: 'gateway'
    identity: identities.gateway
    hostStorageName: hostStorage.gateway
    settings: gatewaySettings
    connectionString: connectionString
    subnetId: appsSubnetId
    access: isGatewayBehindApiManagement ? 'closed' : 'edge'
    frontDoorId: frontDoorId
    deploymentAccess: deploymentAccess
  }
}

module presentation 'function-app.bicep' = {
  name: '${prefix}-presentation'
  params: {
    name: '${prefix}-presentation'
    location: location
    tags: tags
    role: 'presentation'
    identity: identities.presentation
    hostStorageName: hostStorage.presentation
    settings: presentationSettings
    connectionString: connectionString
    subnetId: appsSubnetId
    instanceMemoryMB: 4096
    access: 'closed'
    deploymentAccess: deploymentAccess
  }
}

module dataMovement 'function-app.bicep' = {
  name: '${prefix}-data-movement'
  params: {
    name: '${prefix}-data-movement'
    location: location
    tags: tags
    role: 'data-movement'
    identity: identities.dataMovement
    hostStorageName: hostStorage.dataMovement
    settings: dataMovementSettings
    connectionString: connectionString
    subnetId: appsSubnetId
    instanceMemoryMB: 4096
    access: 'closed'
    deploymentAccess: deploymentAccess
  }
}

module presentationEndpoint 'private-endpoint.bicep' = {
  name: 'endpoint-${prefix}-presentation'
  params: {
    name: '${prefix}-presentation'
    location: location
    tags: tags
    subnetId: endpointsSubnetId
    targetId: presentation.outputs.id
    groupId: 'sites'
    dnsZoneId: dnsZoneIds.sites
  }
}

module dataMovementEndpoint 'private-endpoint.bicep' = {
  name: 'endpoint-${prefix}-data-movement'
  params: {
    name: '${prefix}-data-movement'
    location: location
    tags: tags
    subnetId: endpointsSubnetId
    targetId: dataMovement.outputs.id
    groupId: 'sites'
    dnsZoneId: dnsZoneIds.sites
  }
}

// Another region's Gateway, or API Management, comes to this one inside the network.
module gatewayEndpoint 'private-endpoint.bicep' = if (hasGatewayEndpoint) {
  name: 'endpoint-${prefix}-gateway'
  params: {
    name: '${prefix}-gateway'
    location: location
    tags: tags
    subnetId: endpointsSubnetId
    targetId: gateway.outputs.id
    groupId: 'sites'
    dnsZoneId: dnsZoneIds.sites
  }
}

module webFrontEndEndpoint 'private-endpoint.bicep' = if (hasPrivateLink) {
  name: 'endpoint-${prefix}-web-front-end'
  params: {
    name: '${prefix}-web-front-end'
    location: location
    tags: tags
    subnetId: endpointsSubnetId
    targetId: webFrontEnd.outputs.id
    groupId: 'sites'
    dnsZoneId: dnsZoneIds.sites
  }
}

output webFrontEndHost string = webFrontEnd.outputs.host
output gatewayHost string = gateway.outputs.host
output presentationHost string = presentation.outputs.host
output dataMovementHost string = dataMovement.outputs.host
