import { Fault } from '../../shared/domain/faults.ts';
import { OPERATIONS } from '../operations.ts';
import { answering } from '../reply.ts';
import { matchPath, type Route } from '../route.ts';
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
        handler: answering((request) => Promise.reject(unknownAt(new URL(request.url).pathname))),
      }),
    ),
  ];
}

/** An address of ours that was asked in the wrong way, or none of ours. */
function unknownAt(path: string): Fault {
  const methods = OPERATIONS.filter((operation) => matchPath(operation.path, path) !== undefined).map(
    ({ method }) => method,
  );
  if (methods.length === 0) return new Fault('route-unknown', { path });
  return new Fault('method-unknown', { allowed: [...new Set(methods)].toSorted().join(', ') });
}

/** Alive, and nothing else: a probe reveals nothing and wakes no store. */
function health(): Promise<Response> {
  return Promise.resolve(new Response(null, { status: 200, headers: { 'Cache-Control': 'no-store' } }));
}
