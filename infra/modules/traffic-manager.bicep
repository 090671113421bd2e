// Traffic Manager as generated from routing.config.json; it answers names and carries nothing.
param name string
param relativeName string
param tags object
@description('The value of each placeholder.')
param values object

var generated = json(reduce(items(values), loadTextContent('../generated/traffic-manager.json'), (text, next) =>
  replace(text, '\${${next.key}}', next.value)))

resource profile 'Microsoft.Network/trafficmanagerprofiles@2022-04-01' = {
  name: 'tm-${name}'
  location: 'global'
  tags: tags
  properties: union(generated.properties, {
    // A stand-by that nobody named is left out.
    endpoints: filter(generated.properties.endpoints, endpoint => !empty(endpoint.properties.target))
    dnsConfig: {
      relativeName: relativeName
      ttl: generated.properties.dnsConfig.ttl
    }
  })
}

output host string = '${relativeName}.trafficmanager.net'
