// Logs, telemetry and alerts. Local authentication is off: the connection string names a place and opens nothing.
param name string
param location string
param tags object
param alertEmail string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-${name}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 90
    workspaceCapping: { dailyQuotaGb: 5 }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
    DisableIpMasking: false
  }
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'azimuth'
    enabled: true
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

// Each looks at telemetry alone: none of them calls a role or the database, so none keeps anything awake.
var queries = [
  {
    name: 'server-errors'
    text: 'More than 1% of the answers were 5xx, and at least 20 of them.'
    severity: 1
    query: 'requests | summarize failed = countif(toint(resultCode) >= 500), total = count() | where failed >= 20 and failed > total * 0.01'
  }
  {
    name: 'slow-answers'
    text: 'The 95th percentile of answers was above 5 seconds.'
    severity: 2
    query: 'requests | summarize slow = percentile(duration, 95), total = count() | where total >= 50 and slow > 5000'
  }
  {
    name: 'hop-refused'
    text: 'An internal role refused a call: somebody reaches it who should not, or keys are out of step.'
    severity: 1
    query: 'requests | where url contains "/internal/" and toint(resultCode) in (401, 403) | summarize refused = count() | where refused >= 5'
  }
  {
    name: 'sign-in-refused'
    text: 'Many tokens were refused: a wrong setting, or somebody guessing.'
    severity: 3
    query: 'requests | where toint(resultCode) == 401 | summarize refused = count() | where refused >= 500'
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for query in queries: {
    name: 'alert-${name}-${query.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: query.name
      description: query.text
      severity: query.severity
      enabled: true
      scopes: [component.id]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT15M'
      criteria: {
        allOf: [
          {
            query: query.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: { actionGroups: empty(alertEmail) ? [] : [people.id] }
      autoMitigate: true
    }
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Azimuth'
    category: 'workbook'
    version: '1.0'
    sourceId: component.id
    serializedData: loadTextContent('../workbook.json')
  }
}

output workspaceId string = workspace.id
output componentName string = component.name
output connectionString string = component.properties.ConnectionString
