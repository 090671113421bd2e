import { join } from 'node:path';
import type { LocalTls } from './local-tls.ts';
import type { StackPorts } from './stack-addresses.ts';

/** The settings of the edge's process: the deployed routing config, the development overlay, and where origins are. */
export function edgeSettings(
  root: string,
  ports: StackPorts,
  tls: LocalTls,
  home: string,
): Readonly<Record<string, string>> {
  const local = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    PORT: String(ports.public),
    HTTPS_PORT: String(ports.https ?? 0),
    AZIMUTH_EDGE_CERT: tls.certFile,
    AZIMUTH_EDGE_KEY: tls.keyFile,
    AZIMUTH_EDGE_CONTROL: join(home, 'control', 'edge.sock'),
    AZIMUTH_ROUTING_CONFIG: join(root, 'routing.config.json'),
    AZIMUTH_ROUTING_OVERLAY: join(root, 'dev/routing.overlay.json'),
    AZIMUTH_ORIGINS: JSON.stringify({
      'web-front-end': local(ports.roles['web-front-end']),
      gateway: local(ports.roles.gateway),
      static: { directory: join(root, 'dist/web') },
      'identity-provider': local(ports.identity),
      // The overlay takes `/intake/` off the path; with a path of its own the address names the account.
      intake: { url: `https://127.0.0.1:${ports.blob}/intake`, ca: tls.caFile },
    }),
  };
}
