import type { StoreName } from '../../shared/telemetry/facts.ts';
import type { InnerSpan, Telemetry } from '../../shared/telemetry/telemetry.ts';

/** How the calls of a port are told: as which kind of work, at what. */
export type PortSpan = { readonly telemetry: Telemetry; readonly span: InnerSpan; readonly store: StoreName };

/**
 * The same port, whose named methods are measured each time. What they are given and what they answer is not looked at.
 * Where nothing is recorded it is the port itself.
 */
export function watchPort<P extends object, M extends AsyncMethods<P>>(
  port: P,
  { telemetry, span, store }: PortSpan,
  methods: readonly M[],
): P {
  if (!telemetry.isOn) return port;
  const watched: readonly PropertyKey[] = methods;
  return new Proxy(port, {
    get: (target, operation) => {
      const method: unknown = Reflect.get(target, operation);
      if (typeof method !== 'function' || typeof operation !== 'string' || !watched.includes(operation)) return method;
      return (...given: unknown[]) =>
        telemetry.within(span, { operation, store }, async () => Reflect.apply(method, target, given));
    },
  });
}

/** The names of the methods that answer by a promise: the others would answer by one if they were measured. */
type AsyncMethods<P> = {
  [K in keyof P]: P[K] extends (...given: never[]) => Promise<unknown> ? K : never;
}[keyof P];
