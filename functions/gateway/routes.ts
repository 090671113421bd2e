import { Fault } from '../../shared/domain/faults.ts';
import { OPERATIONS } from '../operations.ts';
import { answering } from '../reply.ts';
import type { Route } from '../route.ts';
import { forward, type GatewayDeps } from './forward.ts';

/** Every operation, the health probe, and a last row for what is none. */
export function gatewayRoutes(ready: () => Promise<GatewayDeps>): readonly Route[] {
  const operations = OPERATIONS.map((operation) => ({
    name: `gateway-${operation.name}`,
    methods: [operation.method],
    path: operation.path,
    handler: answering(forward(ready, operation)),
  }));
  return [
    ...operations,
    { name: 'gateway-health', methods: ['GET', 'HEAD'], path: '/v1.0/health', handler: health },
    ...['/v1.0/{*rest}', '/azimuth/{*rest}'].map(
      (path, index): Route => ({
        name: `gateway-zz-unknown-${index + 1}`,
        methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
        path,
        handler: answering((request) => {
          throw new Fault('route-unknown', { path: new URL(request.url).pathname });
        }),
      }),
    ),
  ];
}

/** Alive, and nothing else: a probe reveals nothing and wakes no store. */
function health(): Promise<Response> {
  return Promise.resolve(new Response(null, { status: 200, headers: { 'Cache-Control': 'no-store' } }));
}
