import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { isFault } from '../../domain/faults.ts';
import type { Facts, Outcome } from '../../telemetry/facts.ts';
import { type Incoming, NO_SPAN, type Span, type SpanName, type Telemetry } from '../../telemetry/telemetry.ts';
import { parentSpanOf, traceIdOf } from '../../telemetry/trace-id.ts';
import { attributesOf, attributesOfFacts } from './span-attributes.ts';

const KINDS: { readonly [S in SpanName]: SpanKind } = {
  request: SpanKind.SERVER,
  hop: SpanKind.CLIENT,
  sql: SpanKind.CLIENT,
  blob: SpanKind.CLIENT,
  directory: SpanKind.CLIENT,
  engine: SpanKind.CLIENT,
  query: SpanKind.INTERNAL,
  import: SpanKind.INTERNAL,
};

/** Refusals that are trouble of a part of the service; the others are answers like any other. */
const TROUBLE: readonly Outcome[] = [
  'unexpected',
  'upstream-unavailable',
  'upstream-timeout',
  'query-timeout',
  'engine-busy',
];

/**
 * Telemetry as spans of an OpenTelemetry tracer. What is under way is known to this value alone: spans of libraries, if
 * there are any, neither see nor change it. Of what is thrown only the code is kept, never a sentence.
 */
export function telemetryOver(tracer: Tracer, close: () => Promise<void>): Telemetry {
  const underWay = new AsyncLocalStorage<OtelSpan>();

  const measure = async <T>(
    name: SpanName,
    parent: Context,
    facts: Facts,
    work: (span: Span) => Promise<T>,
  ): Promise<T> => {
    const span = tracer.startSpan(name, { kind: KINDS[name], attributes: attributesOf(name, facts) }, parent);
    const { traceId } = span.spanContext();
    try {
      return await underWay.run(span, () => work({ traceId, note: (more) => tell(span, more) }));
    } catch (thrown) {
      const outcome = outcomeOf(thrown);
      tell(span, { outcome });
      if (TROUBLE.includes(outcome)) span.setStatus({ code: SpanStatusCode.ERROR });
      throw thrown;
    } finally {
      span.end();
    }
  };

  return {
    isOn: true,
    serve: (incoming, facts, work) => measure('request', arrivalOf(incoming), facts, work),
    within: (name, facts, work) => {
      const parent = underWay.getStore();
      if (parent === undefined) return work(NO_SPAN);
      return measure(name, trace.setSpan(ROOT_CONTEXT, parent), facts, work);
    },
    traceparent: () => {
      const context = underWay.getStore()?.spanContext();
      return context && `00-${context.traceId}-${context.spanId}-${context.traceFlags.toString(16).padStart(2, '0')}`;
    },
    close,
  };
}

function tell(span: OtelSpan, facts: Facts): void {
  span.setAttributes(attributesOfFacts(facts));
}

function arrivalOf({ requestId, traceparent }: Incoming): Context {
  const traceId = traceIdOf(requestId);
  const spanId = parentSpanOf(traceId, traceparent);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
}

function outcomeOf(thrown: unknown): Outcome {
  if (isFault(thrown)) return thrown.code;
  return thrown instanceof Error && thrown.name === 'AbortError' ? 'cancelled' : 'unexpected';
}
