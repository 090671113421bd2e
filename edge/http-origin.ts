import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** An origin that is reached over HTTP, with the connections that are kept open to it. */
export type HttpOrigin = {
  readonly kind: 'http';
  readonly name: string;
  readonly url: URL;
  /** The name of the machine as `connect` wants it: IPv6 without its brackets. */
  readonly hostname: string;
  readonly hostHeader: string | undefined;
  readonly ca: string | undefined;
  readonly agent: HttpAgent | HttpsAgent;
};

/**
 * Opens the connections to one origin. `ca` is the certificate of a private authority to trust besides no other. Over TLS
 * the origin must speak 1.2 at least, and show a certificate of its name from an authority that is trusted.
 */
export function connectOrigin(
  name: string,
  url: URL,
  ca: string | undefined,
  hostHeader: string | undefined,
): HttpOrigin {
  const options = { keepAlive: true, maxFreeSockets: 64, scheduling: 'lifo' as const, noDelay: true };
  const tls = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const;
  const agent =
    url.protocol === 'https:' ? new HttpsAgent({ ...options, ...tls, ...(ca && { ca }) }) : new HttpAgent(options);
  const hostname = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  return { kind: 'http', name, url, hostname, hostHeader, ca, agent };
}

/** No more requests come for this origin: idle connections are closed now, the others when their request is done. */
export function retireOrigin({ agent }: HttpOrigin): void {
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}
