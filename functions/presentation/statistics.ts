import { jobFromGateway } from '../internal-hop.ts';
import { internalPrefix } from '../internal-prefix.ts';
import { answering, json } from '../reply.ts';
import type { Route } from '../route.ts';
import type { PresentationDeps } from './deps.ts';

/** What the query engine of this instance has done: counts and sizes, nobody's data. For the Gateway only. */
export function statisticsRoute(ready: () => Promise<PresentationDeps>): Route {
  return {
    name: 'presentation-statistics',
    methods: ['GET'],
    path: `${internalPrefix('presentation')}/statistics`,
    handler: answering(jobFromGateway(ready, async ({ engine }) => json(200, engine.statistics()))),
  };
}
