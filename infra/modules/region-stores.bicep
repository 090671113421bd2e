// What one region keeps: uploads, data, the apps' host storage, metadata.
import { administratorType, identityType } from '../types.bicep'

param token string
param clusterName string
param location string
param tags object
param appsSubnetId string
param endpointsSubnetId string
param hasZones bool
@description('Where the cluster is that reads the copy of the data, and the subnet of its private endpoints; empty for none.')
param copyLocation string
param copySubnetId string
param dnsZoneIds object
param storeIdentity identityType
param customerKeys array
param sqlAdministrator administratorType
param sqlAutoPauseMinutes int
param workspaceId string

var isCopied = !empty(copyLocation)
// Of an account whose data another region shows, the copy can be read; of others it waits for a failover.
var readable = hasZones ? 'Standard_RAGZRS' : 'Standard_RAGRS'
var unread = hasZones ? 'Standard_GZRS' : 'Standard_GRS'
var withinRegion = hasZones ? 'Standard_ZRS' : 'Standard_LRS'

module data 'storage-account.bicep' = {
  name: 'data-${token}'
  params: {
    name: 'dat${token}'
    location: location
    tags: tags
    network: 'private'
    containers: ['models', 'tiles']
    redundancy: isCopied ? readable : unread
    keyIdentityId: empty(customerKeys) ? '' : storeIdentity.id
    customerKeys: customerKeys
  }
}

module intake 'storage-account.bicep' = {
  name: 'intake-${token}'
  params: {
    name: 'itk${token}'
    location: location
    tags: tags
    network: 'private'
    containers: ['uploads']
    redundancy: withinRegion
    isVersioned: true
    deleteAfterDays: 2
  }
}

// One account for each role: whoever may write a role's host storage decides what code that role runs.
var hosts = [
  {
    role: 'webFrontEnd'
    name: 'hwf${token}'
  }
  {
    role: 'gateway'
    name: 'hgw${token}'
  }
  {
    role: 'presentation'
    name: 'hps${token}'
  }
  {
    role: 'dataMovement'
    name: 'hdm${token}'
  }
]

module host 'storage-account.bicep' = [
  for item in hosts: {
    name: 'host-${item.name}'
    params: {
      name: item.name
      location: location
      tags: tags
      network: 'subnet'
      subnetId: appsSubnetId
      containers: ['packages']
      redundancy: withinRegion
      isVersioned: true
    }
  }
]

module dataEndpoint 'private-endpoint.bicep' = {
  name: 'endpoint-data-${token}'
  params: {
    name: 'data-${token}'
    location: location
    tags: tags
    subnetId: endpointsSubnetId
    targetId: data.outputs.id
    groupId: 'blob'
    dnsZoneId: dnsZoneIds.blob
  }
}

// The copy has a name of its own, and a way of its own to whoever reads it: the region's may be lost with the region.
module dataCopyEndpoint 'private-endpoint.bicep' = if (isCopied) {
  name: 'endpoint-data-copy-${token}'
  params: {
    name: 'data-copy-${token}'
    location: copyLocation
    tags: tags
    subnetId: copySubnetId
    targetId: data.outputs.id
    groupId: 'blob_secondary'
    dnsZoneId: dnsZoneIds.blob
  }
}

module intakeEndpoint 'private-endpoint.bicep' = {
  name: 'endpoint-intake-${token}'
  params: {
    name: 'intake-${token}'
    location: location
    tags: tags
    subnetId: endpointsSubnetId
    targetId: intake.outputs.id
    groupId: 'blob'
    dnsZoneId: dnsZoneIds.blob
  }
}

module sql 'sql-server.bicep' = {
  name: 'sql-${token}'
  params: {
    name: 'sql-${token}'
    location: location
    tags: tags
    // Named after the cluster: a replica of it stands on another's server, beside that one's own.
    databaseName: 'azimuth-${clusterName}'
    administrator: sqlAdministrator
    autoPauseMinutes: sqlAutoPauseMinutes
    workspaceId: workspaceId
    endpointsSubnetId: endpointsSubnetId
    dnsZoneId: dnsZoneIds.sql
  }
}

output dataAccountName string = data.outputs.name
output dataBlobUrl string = data.outputs.blobUrl
output dataCopyBlobUrl string = 'https://${data.outputs.name}-secondary.blob.${environment().suffixes.storage}'
output intakeAccountName string = intake.outputs.name
output intakeAccountId string = intake.outputs.id
output intakeBlobUrl string = intake.outputs.blobUrl
output intakeHost string = intake.outputs.blobHost
output hostStorage object = {
  webFrontEnd: host[0].outputs.name
  gateway: host[1].outputs.name
  presentation: host[2].outputs.name
  dataMovement: host[3].outputs.name
}
output sqlServerName string = sql.outputs.serverName
output sqlHost string = sql.outputs.host
output sqlDatabaseName string = sql.outputs.databaseName
