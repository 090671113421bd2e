import { describe, expect, test } from 'vitest';
import { Fault } from '../../shared/domain/faults.ts';
import type { Incoming, Telemetry } from '../../shared/telemetry/telemetry.ts';
import { recordingTelemetry } from './recorder.ts';

const TRACE = '0d9c4c1e7a554d3c9a530a1b2c3d4e5f';
const ARRIVED: Incoming = { requestId: '0d9c4c1e-7a55-4d3c-9a53-0a1b2c3d4e5f', traceparent: null };

describe('a request', () => {
  test('is a span of the trace that its id names, below the edge’s', async () => {
    const { telemetry, spans } = recordingTelemetry();
    const answer = await telemetry.serve(ARRIVED, { operation: 'gateway-reports-get' }, async (span) => span.traceId);
    expect(answer).toBe(TRACE);
    expect(spans()).toMatchObject([
      { name: 'request', traceId: TRACE, parent: '9a530a1b2c3d4e5f', attributes: { operation: 'gateway-reports-get' } },
    ]);
  });

  test('goes on where the header says, and what is done within it lies below it', async () => {
    const { telemetry, spans } = recordingTelemetry();
    await telemetry.serve({ ...ARRIVED, traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }, {}, async () => {
      await telemetry.within('query', {}, () => telemetry.within('engine', {}, async () => undefined));
      await telemetry.within('sql', {}, async () => undefined);
    });
    const [engine, query, sql, request] = spans();
    expect([request?.parent, query?.parent, engine?.parent, sql?.parent]).toEqual([
      '00f067aa0ba902b7',
      request?.id,
      query?.id,
      request?.id,
    ]);
  });

  test('hands the next part of the service a header that names the span under way', async () => {
    const { telemetry, spans } = recordingTelemetry();
    const header = await telemetry.serve(ARRIVED, {}, () =>
      telemetry.within('hop', {}, async () => telemetry.traceparent()),
    );
    expect(header).toBe(`00-${TRACE}-${spans()[0]?.id}-01`);
    expect(telemetry.traceparent()).toBeUndefined();
  });

  test('does not mix with another that runs at the same time', async () => {
    const { telemetry, spans } = recordingTelemetry();
    const ids = Array.from({ length: 20 }, () => crypto.randomUUID());
    await Promise.all(
      ids.map((requestId) => telemetry.serve({ requestId, traceparent: null }, {}, () => work(telemetry))),
    );
    for (const id of ids) {
      expect(
        spans()
          .filter(({ traceId }) => traceId === id.replaceAll('-', ''))
          .map(({ name }) => name),
      ).toEqual(['sql', 'request']);
    }
  });
});

async function work(telemetry: Telemetry): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
  await telemetry.within('sql', {}, () => new Promise<void>((resolve) => setTimeout(resolve, 2)));
}

test('work outside of any request is done and not recorded', async () => {
  const { telemetry, spans } = recordingTelemetry();
  expect(await telemetry.within('sql', {}, async ({ traceId }) => [traceId, 7])).toEqual([undefined, 7]);
  expect(spans()).toEqual([]);
});

describe('what is thrown', () => {
  const CANARY = 'numbat-93ef-canary';
  const thrown = [
    [new Fault('not-found', { what: CANARY }), 'not-found', false],
    [new Fault('upstream-timeout', { limitMs: 1 }), 'upstream-timeout', true],
    [new Error(`duplicate key (${CANARY})`, { cause: new Error(CANARY) }), 'unexpected', true],
    [new DOMException(CANARY, 'AbortError'), 'cancelled', false],
    [CANARY, 'unexpected', true],
  ] as const;

  test.each(thrown)('goes on unchanged, and its code alone is kept: %s', async (error, outcome, isTrouble) => {
    const { telemetry, spans } = recordingTelemetry();
    const served = telemetry.serve(ARRIVED, {}, () => telemetry.within('sql', {}, () => Promise.reject(error)));
    await expect(served).rejects.toBe(error);
    for (const span of spans()) {
      expect(span).toMatchObject({ attributes: { outcome }, isTrouble });
      expect(span.text).not.toContain(CANARY);
    }
    expect(spans()).toHaveLength(2);
  });
});
