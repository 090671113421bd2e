import type { Metadata, Stores } from '../../shared/catalog/ports.ts';

/** The same metadata, and what its stores are asked when something is read, in order, as `store.method`. */
export function countReads(metadata: Metadata): { readonly metadata: Metadata; readonly calls: string[] } {
  const calls: string[] = [];
  const watched = (stores: Stores): Stores =>
    new Proxy(stores, {
      get: (target, name) => {
        const store: unknown = Reflect.get(target, name);
        return typeof store === 'object' && store !== null ? watch(String(name), store) : store;
      },
    });
  const watch = <T extends object>(name: string, store: T): T =>
    new Proxy(store, {
      get: (target, method) => {
        calls.push(`${name}.${String(method)}`);
        return Reflect.get(target, method);
      },
    });
  return {
    metadata: { ...metadata, read: (tenantId, work) => metadata.read(tenantId, (stores) => work(watched(stores))) },
    calls,
  };
}
