@export()
@description('One region: a cluster of its own, with its roles, its Blob accounts and its metadata database.')
type regionType = {
  @description('The name of the cluster, as in the routing configuration: lower-case, short.')
  @minLength(2)
  @maxLength(8)
  name: string
  @description('The Azure region, for example westeurope.')
  location: string
  @description('Where Front Door\'s private link to the intake account begins: empty for the same region, else the nearest that Front Door offers private links in.')
  edgeLinkLocation: string
  @description('A /16 of its own; networks of two regions are peered and may not overlap.')
  addressPrefix: string
  @description('Whether the region has availability zones: without them an account is kept in one place of it.')
  hasZones: bool
  @description('The cluster that holds copies of this one\'s metadata and data, and shows them while this one is lost; empty for none. In the paired region, which is where Blob is copied to.')
  replicaIn: string
}

@export()
@description('Client ids and application id URIs of the registrations in app-registrations.json.')
type applicationsType = {
  apiClientId: string
  apiUri: string
  webClientId: string
  presentationUri: string
  dataMovementUri: string
}

@export()
@description('An organisation that may use this service.')
type tenantType = {
  tenantId: string
  name: string
  cluster: string
}

@export()
@description('Who may make users in the metadata database: a group, best.')
type administratorType = {
  login: string
  objectId: string
  principalType: 'Group' | 'User' | 'Application'
}

@export()
@description('A managed identity as others need to know it.')
type identityType = {
  id: string
  name: string
  principalId: string
  clientId: string
}
