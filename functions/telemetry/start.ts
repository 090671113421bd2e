import { NO_TELEMETRY, type Telemetry } from '../../shared/telemetry/telemetry.ts';
import { prepareTelemetryLibrary, readTelemetryConfig } from '../config.ts';
import { credentialOf } from '../credential.ts';

/**
 * Telemetry to Application Insights where a connection string is set. Without one nothing is loaded, and every port that
 * would be watched is the port itself.
 */
export async function startTelemetry(name: string): Promise<Telemetry> {
  const config = readTelemetryConfig();
  const connectionString = config.APPLICATIONINSIGHTS_CONNECTION_STRING;
  if (connectionString === undefined) return NO_TELEMETRY;
  prepareTelemetryLibrary(name);
  const { openAzureMonitor } = await import('../../shared/adapters/telemetry/azure-monitor.ts');
  const identity = config.APPLICATIONINSIGHTS_AUTHENTICATION_STRING;
  if (identity === undefined) return openAzureMonitor({ connectionString });
  return openAzureMonitor({ connectionString, credential: credentialOf({ AZURE_CLIENT_ID: identity.clientId }) });
}
