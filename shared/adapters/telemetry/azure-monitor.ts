import { trace } from '@opentelemetry/api';
import { shutdownAzureMonitor, useAzureMonitor } from 'applicationinsights';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import { telemetryOver } from './telemetry-over.ts';

export type AzureMonitorOptions = {
  /** Of Application Insights: names a place and opens nothing. */
  readonly connectionString: string;
  /** The managed identity that may publish there; without it the place must take telemetry from anybody. */
  readonly credential?: Credential;
};

/** As much of an identity as the exporter asks for. */
type Credential = {
  getToken(scopes: string | string[]): Promise<{ token: string; expiresOnTimestamp: number } | null>;
};

const OFF = { enabled: false };

/**
 * Telemetry to Application Insights. Only our own spans go there: nothing is patched, so that no address with its
 * signature, no SQL text and no header can be recorded by a library that knows less of them than we do. There is no
 * file of what could not be sent, and no trace is left out unless the operator sets a sampler.
 */
export function openAzureMonitor({ connectionString, credential }: AzureMonitorOptions): Telemetry {
  useAzureMonitor({
    azureMonitorExporterOptions: {
      connectionString,
      disableOfflineStorage: true,
      ...(credential === undefined ? {} : { credential }),
    },
    instrumentationOptions: {
      http: OFF,
      azureSdk: OFF,
      mongoDb: OFF,
      mySql: OFF,
      postgreSql: OFF,
      redis: OFF,
      redis4: OFF,
      bunyan: OFF,
      winston: OFF,
      console: OFF,
    },
    samplingRatio: 1,
    tracesPerSecond: 0,
    enableLiveMetrics: false,
    enableStandardMetrics: false,
    enablePerformanceCounters: false,
    enableAutoCollectExceptions: false,
    enableAutoCollectPerformance: false,
  });
  return telemetryOver(trace.getTracer('azimuth'), shutdownAzureMonitor);
}
