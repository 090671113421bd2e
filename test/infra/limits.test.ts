import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDataMovementConfig, readGatewayConfig } from '../../functions/config.ts';
import { OPERATIONS } from '../../functions/operations.ts';
import { faultReply } from '../../shared/contract/error-envelope.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { afterCall, CLOSED, isOpen } from '../../shared/routing/circuit-breaker.ts';
import { RoutingConfig } from '../../shared/routing/routing-config.ts';

/** What stands in routing.config.json and in a role as well: one limit may not say more than the other. */
const root = new URL('../../', import.meta.url);
const config = RoutingConfig.parse(JSON.parse(readFileSync(new URL('routing.config.json', root), 'utf8')));
const { Values } = JSON.parse(readFileSync(new URL('local.settings.json', root), 'utf8'));
const LIMITS = [
  'AZIMUTH_USER_LIMIT',
  'AZIMUTH_TENANT_LIMIT',
  'AZIMUTH_UPLOAD_LIMIT',
  'AZIMUTH_ISSUER',
  'AZIMUTH_ISSUER_V1',
];
const env = Object.fromEntries(Object.entries<string>(Values).filter(([name]) => !LIMITS.includes(name)));
const gateway = readGatewayConfig(env);
const dataMovement = readDataMovementConfig(env);
const service = config.gatewayPolicies?.apis.find(({ name }) => name === 'service');

test('X-18: API Management counts as the Gateway counts: each person, and each tenant, in a minute', () => {
  expect(service?.rateLimits).toMatchObject([
    { calls: gateway.AZIMUTH_USER_LIMIT, periodSeconds: 60, key: 'tid+oid' },
    { calls: gateway.AZIMUTH_TENANT_LIMIT, periodSeconds: 60, key: 'tid' },
  ]);
  expect(service?.rateLimits).toHaveLength(2);
});

test('X-17: API Management takes no issuer that the Gateway refuses', () => {
  const known = [gateway.AZIMUTH_ISSUER, gateway.AZIMUTH_ISSUER_V1].map((issuer) =>
    issuer.replace('{tenantid}', '{tid}'),
  );
  const issuers = service?.validateJwt?.issuers ?? [];
  expect(issuers.length).toBeGreaterThan(0);
  for (const issuer of issuers) expect(known).toContain(issuer);
});

test('X-21: refused changes of a region that stands in open no circuit, however many; a part that is gone opens it', () => {
  const breaker = config.gatewayPolicies?.backends.find(({ name }) => name === 'gateway')?.circuitBreaker;
  if (breaker === undefined) throw new Error('The Gateway has no circuit breaker.');
  const isOpenAfterMany = (fault: Fault) => {
    const { status } = faultReply(fault);
    const many = Array.from({ length: 200 }, (_, ms) => ms);
    return isOpen(
      many.reduce((state, ms) => afterCall(state, { status }, breaker, ms), CLOSED),
      200,
    );
  };
  expect(isOpenAfterMany(new Fault('read-only', { isFailedOver: true }))).toBe(false);
  expect(isOpenAfterMany(new Fault('upstream-unavailable', { role: 'presentation' }))).toBe(true);
});

test('a client library repeats no refused change by itself', () => {
  // What the retry policies of Azure's and .NET's client libraries take for a trouble that passes.
  const repeated = [408, 429, 500, 502, 503, 504];
  expect(repeated).not.toContain(faultReply(new Fault('read-only', {})).status);
});

test('time-outs fall inwards: whoever waits further out waits longer', () => {
  const waits = config.gatewayPolicies?.apis.map(({ forward }) => forward.timeoutSeconds) ?? [];
  expect(waits.length).toBeGreaterThan(0);
  for (const seconds of waits) expect(seconds).toBeLessThan(config.profile.originResponseTimeoutSeconds);
});

test('an upload may be as large as Data Movement imports, and any other body as large as an operation takes', () => {
  expect(config.routes.find(({ name }) => name === 'intake')?.bodyBytes).toBe(dataMovement.AZIMUTH_UPLOAD_LIMIT);
  const largest = Math.max(...OPERATIONS.map(({ bodyLimit }) => bodyLimit));
  expect(config.limits.bodyBytes).toBeGreaterThanOrEqual(largest);
});
