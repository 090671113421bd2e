import { expect, test } from 'vitest';
import { prepareTelemetryLibrary, readTelemetryConfig } from '../../functions/config.ts';

const PLACE = 'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=https://x.example/';
const CLIENT = '6f8b1f1e-0f0e-4f4d-8f8f-1b2c3d4e5f60';

test('telemetry is off where no connection string is set, or an empty one', () => {
  expect(readTelemetryConfig({})).toEqual({});
  expect(readTelemetryConfig({ APPLICATIONINSIGHTS_CONNECTION_STRING: '' })).toEqual({});
});

test.each([
  ['Authorization=AAD', undefined],
  ['Authorization=AAD;', undefined],
  [`Authorization=AAD;ClientId=${CLIENT}`, CLIENT],
])('the identity that may send is read as the Functions host reads it: %s', (text, clientId) => {
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: PLACE, APPLICATIONINSIGHTS_AUTHENTICATION_STRING: text };
  expect(readTelemetryConfig(env)).toEqual({
    APPLICATIONINSIGHTS_CONNECTION_STRING: PLACE,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: { clientId },
  });
});

test.each([
  ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'https://x.example/'],
  ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'InstrumentationKey=mine'],
  ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'Authorization=Key'],
  ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'Authorization=AAD;ClientSecret=x'],
])('a wrong %s is refused with its name: %s', (name, text) => {
  expect(() => readTelemetryConfig({ [name]: text })).toThrow(
    `The settings of telemetry are not complete:\n  ${name}:`,
  );
});

test('the library is told to report to nobody else, and has the platform’s name for this app where there is one', () => {
  const given = { WEBSITE_SITE_NAME: 'func-azimuth-gateway' };
  const here: NodeJS.ProcessEnv = {};
  prepareTelemetryLibrary('azimuth-gateway', given);
  prepareTelemetryLibrary('azimuth-gateway', here);
  expect(given).toMatchObject({ OTEL_SERVICE_NAME: 'func-azimuth-gateway', OTEL_NODE_RESOURCE_DETECTORS: 'none' });
  expect(here).toMatchObject({
    OTEL_SERVICE_NAME: 'azimuth-gateway',
    APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
    APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true',
    APPLICATIONINSIGHTS_CONFIGURATION_CONTENT: '{}',
  });
});
