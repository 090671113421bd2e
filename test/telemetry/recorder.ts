import { SpanStatusCode } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { telemetryOver } from '../../shared/adapters/telemetry/telemetry-over.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';

/** A finished span, as far as tests look at it. */
export type Recorded = {
  readonly name: string;
  readonly traceId: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly isTrouble: boolean;
  /** Everything that is kept of it. */
  readonly text: string;
};

/** The adapter with an exporter that keeps what it is given, in the order of the ends. */
export function recordingTelemetry(): { readonly telemetry: Telemetry; readonly spans: () => readonly Recorded[] } {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  return {
    telemetry: telemetryOver(provider.getTracer('test'), () => provider.shutdown()),
    spans: () =>
      exporter.getFinishedSpans().map((span) => ({
        name: span.name,
        traceId: span.spanContext().traceId,
        id: span.spanContext().spanId,
        parent: span.parentSpanContext?.spanId,
        attributes: span.attributes,
        isTrouble: span.status.code === SpanStatusCode.ERROR,
        text: JSON.stringify([span.name, span.attributes, span.status, span.events]),
      })),
  };
}
