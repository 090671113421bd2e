// Everything that the edge does, as generated from routing.config.json and passed through: what was tested is what
// deploys. Names in ${...} are filled in here, a group with one origin is not probed, and what no region can do for another
// (perRegion) gets a group and a route for each, below the region's name; nothing else is changed.
param profileName string
param endpointName string
param tags object
param publicHostName string
param dnsZoneName string
param trafficManagerTarget string
param edgeIdentityId string
param workspaceId string

@description('One for each region: region, linkLocation (where Front Door\'s private links to it begin), values (the host of each placeholder).')
param origins array

var profileId = resourceId('Microsoft.Cdn/profiles', profileName)
var places = {
  PROFILE_ID: profileId
  ENDPOINT_ID: resourceId('Microsoft.Cdn/profiles/afdEndpoints', profileName, endpointName)
  EDGE_IDENTITY_ID: edgeIdentityId
}
var edge = json(reduce(items(places), loadTextContent('../generated/front-door.json'), (text, next) =>
  replace(text, '\${${next.key}}', next.value)))
var waf = loadJsonContent('../generated/waf.json')
// Each region fills in the same origins with its own hosts.
var regionalOrigins = flatten(map(origins, region => map(edge.origins, origin => {
  group: contains(edge.perRegion, origin.group) ? '${origin.group}-${region.region}' : origin.group
  name: '${origin.name}-${region.region}'
  properties: json(reduce(items(union(region.values, { LOCATION: region.linkLocation })), string(origin.properties), (text, next) =>
    replace(text, '\${${next.key}}', next.value)))
})))
var regionalGroups = flatten(map(edge.originGroups, group => contains(edge.perRegion, group.name)
  ? map(origins, region => {
      name: '${group.name}-${region.region}'
      properties: group.properties
    })
  : [group]))
var regionalRoutes = flatten(map(edge.routes, route => contains(edge.perRegion, last(split(route.properties.originGroup.id, '/')))
  ? map(origins, region => {
      name: '${route.name}-${region.region}'
      properties: union(route.properties, {
        originGroup: { id: '${route.properties.originGroup.id}-${region.region}' }
        patternsToMatch: map(route.properties.patternsToMatch, pattern => replace(pattern, '*', '${region.region}/*'))
      })
    })
  : [route]))
var customDomainId = '${profileId}/customDomains/${customDomainName}'
var customDomainName = replace(empty(publicHostName) ? 'none' : publicHostName, '.', '-')

resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = {
  name: profileName
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' existing = {
  parent: profile
  name: endpointName
}

resource groups 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = [
  for group in regionalGroups: {
    parent: profile
    name: group.name
    // A group with one origin has nowhere else to go: probes of it would only keep the app awake.
    properties: toObject(
      filter(items(group.properties), item => item.key != 'healthProbeSettings' || length(origins) > 1),
      item => item.key,
      item => item.value
    )
  }
]

resource originOf 'Microsoft.Cdn/profiles/originGroups/origins@2025-06-01' = [
  for origin in regionalOrigins: {
    name: '${profileName}/${origin.group}/${origin.name}'
    properties: origin.properties
    dependsOn: [groups]
  }
]

resource ruleSets 'Microsoft.Cdn/profiles/ruleSets@2025-06-01' = [
  for set in edge.ruleSets: {
    parent: profile
    name: set.name
  }
]

@batchSize(1)
resource rules 'Microsoft.Cdn/profiles/ruleSets/rules@2025-06-01' = [
  for rule in edge.rules: {
    name: '${profileName}/${rule.ruleSet}/${rule.name}'
    properties: rule.properties
    dependsOn: [ruleSets, originOf]
  }
]

resource customDomain 'Microsoft.Cdn/profiles/customDomains@2025-06-01' = if (!empty(publicHostName)) {
  parent: profile
  name: customDomainName
  properties: union(edge.customDomain, { hostName: publicHostName })
}

resource routes 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = [
  for route in regionalRoutes: {
    parent: endpoint
    name: route.name
    properties: union(route.properties, empty(publicHostName) ? {} : { customDomains: [{ id: customDomainId }] })
    dependsOn: [originOf, rules, customDomain]
  }
]

resource wafPolicy 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-03-01' = {
  name: replace('waf${profileName}', '-', '')
  location: 'global'
  tags: tags
  sku: waf.sku
  properties: waf.properties
}

resource protection 'Microsoft.Cdn/profiles/securityPolicies@2025-06-01' = {
  parent: profile
  name: 'waf'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: { id: wafPolicy.id }
      associations: [
        {
          domains: concat([{ id: endpoint.id }], empty(publicHostName) ? [] : [{ id: customDomainId }])
          patternsToMatch: ['/*']
        }
      ]
    }
  }
  dependsOn: [customDomain]
}

// The edge's own log: who was refused and why. Query strings are scrubbed by the profile (addresses of uploads are signed).
resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'edge'
  scope: profile
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FrontDoorWebApplicationFirewallLog'
        enabled: true
      }
      {
        category: 'FrontDoorHealthProbeLog'
        enabled: true
      }
    ]
  }
}

resource zone 'Microsoft.Network/dnsZones@2018-05-01' existing = if (!empty(dnsZoneName)) {
  name: empty(dnsZoneName) ? 'none' : dnsZoneName
}

var label = empty(dnsZoneName) ? '' : replace(publicHostName, '.${dnsZoneName}', '')

resource proof 'Microsoft.Network/dnsZones/TXT@2018-05-01' = if (!empty(dnsZoneName)) {
  parent: zone
  name: '_dnsauth.${label}'
  properties: {
    TTL: 3600
    TXTRecords: [{ value: [customDomain!.properties.validationProperties.validationToken] }]
  }
}

resource alias 'Microsoft.Network/dnsZones/CNAME@2018-05-01' = if (!empty(dnsZoneName)) {
  parent: zone
  name: label
  properties: {
    TTL: 300
    CNAMERecord: { cname: empty(trafficManagerTarget) ? endpoint.properties.hostName : trafficManagerTarget }
  }
}
