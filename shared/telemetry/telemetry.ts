import type { Facts } from './facts.ts';

/** Kinds of work that are measured. A request is the outermost of its process, the others lie within one. */
export type SpanName = 'request' | InnerSpan;
export type InnerSpan = 'hop' | 'sql' | 'blob' | 'directory' | 'engine' | 'query' | 'import';

/** One piece of work under way. */
export type Span = {
  /** Of the trace that it belongs to; undefined where nothing is recorded. */
  readonly traceId: string | undefined;
  /** Says more of it; what does not look as that fact must is left out. */
  readonly note: (facts: Facts) => void;
};

/** A request as it arrives: its id makes the trace, and the call that it came from is its parent. */
export type Incoming = { readonly requestId: string; readonly traceparent: string | null };

/**
 * Where it is told what was done and how long it took. Each function gives back what the work gives and throws what it
 * throws; that telling fails is nobody's trouble.
 */
export type Telemetry = {
  /** False where nothing is recorded: then ports need not be watched. */
  readonly isOn: boolean;
  /** Does the work as the outermost of this process. */
  serve<T>(incoming: Incoming, facts: Facts, work: (span: Span) => Promise<T>): Promise<T>;
  /** Does the work inside what is under way; outside of any request it is done and not recorded. */
  within<T>(name: InnerSpan, facts: Facts, work: (span: Span) => Promise<T>): Promise<T>;
  /** The W3C header by which another part of the service goes on with this trace. */
  traceparent(): string | undefined;
  /** Sends what is left. */
  close(): Promise<void>;
};

/** A span of which nothing is kept. */
export const NO_SPAN: Span = Object.freeze({ traceId: undefined, note: () => undefined });

/** Records nothing and loads nothing. */
export const NO_TELEMETRY: Telemetry = Object.freeze({
  isOn: false,
  serve: <T>(_incoming: Incoming, _facts: Facts, work: (span: Span) => Promise<T>) => work(NO_SPAN),
  within: <T>(_name: InnerSpan, _facts: Facts, work: (span: Span) => Promise<T>) => work(NO_SPAN),
  traceparent: () => undefined,
  close: () => Promise.resolve(),
});
