import type { Metadata, Stores } from '../../shared/catalog/ports.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';
import type { OpenMetadata } from '../open-metadata.ts';
import { watchPort } from './watch-port.ts';

/** Opens metadata whose units of work are measured; as it is where nothing is recorded. */
export function watchOpening(open: OpenMetadata, telemetry: Telemetry): OpenMetadata {
  if (!telemetry.isOn) return open;
  return async (config, credential) => watchMetadata(await open(config, credential), telemetry);
}

/**
 * Metadata whose units of work are measured, each with the names of the store's methods that it called. SQL and its
 * parameters are below this port and nobody sees them here.
 */
export function watchMetadata(metadata: Metadata, telemetry: Telemetry): Metadata {
  const unit = <T>(
    operation: 'read' | 'write',
    tenantId: string,
    run: (listening: (stores: Stores) => Stores) => Promise<T>,
  ): Promise<T> =>
    telemetry.within('sql', { operation, tenantId, store: 'metadata' }, async (span) => {
      const calls = new Set<string>();
      try {
        return await run((stores) => listening(stores, calls));
      } finally {
        span.note({ calls: [...calls].slice(0, MOST_CALLS).join(',') });
      }
    });
  return {
    read: (tenantId, work) =>
      unit('read', tenantId, (heard) => metadata.read(tenantId, (stores) => work(heard(stores)))),
    write: (tenantId, act, work) =>
      unit('write', tenantId, (heard) => metadata.write(tenantId, act, (stores) => work(heard(stores)))),
    system: watchPort(metadata.system, { telemetry, span: 'sql', store: 'metadata' }, SYSTEM_METHODS),
    close: () => metadata.close(),
  };
}

const MOST_CALLS = 30;
const SYSTEM_METHODS = [
  'findTenant',
  'saveTenant',
  'publishKey',
  'findKey',
  'idleImports',
  'forgetExpired',
  'garbage',
  'forgetGarbage',
  'discardExpiredUploads',
  'forgetActivity',
  'setReadOnly',
  'addUsage',
] as const;

function listening(stores: Stores, calls: Set<string>): Stores {
  return new Proxy(stores, {
    get: (target, storeName) => {
      const store: unknown = Reflect.get(target, storeName);
      if (typeof store !== 'object' || store === null) return store;
      return new Proxy(store, {
        get: (inner, method) => {
          const run: unknown = Reflect.get(inner, method);
          if (typeof run === 'function') calls.add(`${String(storeName)}.${String(method)}`);
          return run;
        },
      });
    },
  });
}
