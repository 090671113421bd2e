// One direction of the peering of two regions' networks: a Gateway forwards to the home Gateway of a tenant through it.
param networkName string
param otherNetworkId string

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' existing = {
  name: networkName
}

resource peering 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2025-05-01' = {
  parent: network
  name: 'to-${last(split(otherNetworkId, '/'))}'
  properties: {
    remoteVirtualNetwork: { id: otherNetworkId }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: false
    allowGatewayTransit: false
    useRemoteGateways: false
  }
}
