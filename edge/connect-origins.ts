import { realpathSync } from 'node:fs';
import type { Routing } from '../shared/routing/routing.ts';
import { groupsOf } from './edge-parts.ts';
import { connectOrigin, type HttpOrigin } from './http-origin.ts';
import type { DirectoryOrigin } from './serve-directory.ts';

/** Where an origin is: an address, with the certificate of its private authority if it has one, or a folder of files. */
export type OriginAddress = { readonly url: string; readonly ca?: string } | { readonly directory: string };

export type OriginAddresses = Readonly<Record<string, OriginAddress>>;
export type ConnectedOrigins = ReadonlyMap<string, HttpOrigin | DirectoryOrigin>;

/**
 * The origins that a configuration can reach. Those that are known already and have not moved keep their connections.
 * Throws where one has no address.
 */
export function connectOrigins(
  routing: Routing,
  addresses: OriginAddresses,
  known: ConnectedOrigins = new Map(),
): ConnectedOrigins {
  const wanted = new Map(groupsOf(routing).flatMap(({ origins }) => origins.map((origin) => [origin.name, origin])));
  const connected = new Map<string, HttpOrigin | DirectoryOrigin>();
  for (const { name, hostHeader } of wanted.values()) {
    const address = addresses[name];
    if (address === undefined) throw new Error(`no address is given for the origin "${name}"`);
    if ('directory' in address) {
      connected.set(name, { kind: 'directory', root: realpathSync(address.directory) });
      continue;
    }
    // A placeholder is for the deployment to fill in; here the origin is called by its own address.
    const sent = hostHeader?.startsWith('$') ? undefined : hostHeader;
    const url = new URL(address.url);
    const before = known.get(name);
    const isSame =
      before?.kind === 'http' && before.url.href === url.href && before.ca === address.ca && before.hostHeader === sent;
    connected.set(name, isSame ? before : connectOrigin(name, url, address.ca, sent));
  }
  return connected;
}
