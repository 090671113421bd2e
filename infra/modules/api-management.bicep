// API Management between Front Door and the Gateway: its policies are generated from routing.config.json. It holds no
// key: callers bring Entra tokens, and it reaches the Gateway inside the network.
param name string
param location string
param tags object
param publisherEmail string
param subnetId string
@description('The value of each placeholder.')
param values object

var backends = json(reduce(items(values), loadTextContent('../generated/api-management-backends.json'), (text, next) =>
  replace(text, '\${${next.key}}', next.value)))
var policy = reduce(items(values), loadTextContent('../generated/api-management-policy.xml'), (text, next) =>
  replace(text, '\${${next.key}}', next.value))

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: 'apim-${name}'
  location: location
  tags: tags
  sku: {
    name: 'StandardV2'
    capacity: 1
  }
  properties: {
    publisherEmail: publisherEmail
    publisherName: 'Azimuth'
    virtualNetworkType: 'External'
    virtualNetworkConfiguration: { subnetResourceId: subnetId }
    developerPortalStatus: 'Disabled'
    legacyPortalStatus: 'Disabled'
  }
}

resource backend 'Microsoft.ApiManagement/service/backends@2024-05-01' = [
  for item in backends.backends: {
    parent: service
    name: item.name
    properties: item.properties
  }
]

resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'azimuth'
  properties: {
    displayName: 'Azimuth'
    path: ''
    protocols: ['https']
    subscriptionRequired: false
  }
}

// Each method with every path: what an operation is, the Gateway knows.
resource operations 'Microsoft.ApiManagement/service/apis/operations@2024-05-01' = [
  for method in backends.methods: {
    parent: api
    name: 'any-${toLower(method)}'
    properties: {
      displayName: method
      method: method
      urlTemplate: '/*'
    }
  }
]

resource policies 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: api
  name: 'policy'
  properties: {
    format: 'xml'
    value: policy
  }
  dependsOn: [backend]
}

output host string = replace(replace(service.properties.gatewayUrl, 'https://', ''), '/', '')
