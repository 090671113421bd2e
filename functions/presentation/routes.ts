import { fromGateway } from '../internal-hop.ts';
import { internalPrefix } from '../internal-prefix.ts';
import { OPERATIONS } from '../operations.ts';
import { answering } from '../reply.ts';
import type { Route } from '../route.ts';
import { adminOperations } from './admin-operations.ts';
import { auditOperations } from './audit-operations.ts';
import { browseOperations } from './browse-operations.ts';
import { dashboardOperations } from './dashboard-operations.ts';
import { datasetUserOperations } from './dataset-user-operations.ts';
import type { PresentationDeps } from './deps.ts';
import { executeQueriesOperations } from './execute-queries-operations.ts';
import { exportOperations } from './export-operations.ts';
import { groupOperations } from './group-operations.ts';
import { itemOperations } from './item-operations.ts';
import { linkOperations } from './link-operations.ts';
import type { PresentationOperations } from './operations.ts';
import { reportOperations } from './report-operations.ts';
import { roleOperations } from './role-operations.ts';
import { sharingOperations } from './sharing-operations.ts';
import { statisticsRoute } from './statistics.ts';

export const PRESENTATION_OPERATIONS: PresentationOperations = {
  ...groupOperations,
  ...itemOperations,
  ...browseOperations,
  ...reportOperations,
  ...dashboardOperations,
  ...sharingOperations,
  ...linkOperations,
  ...datasetUserOperations,
  ...roleOperations,
  ...adminOperations,
  ...auditOperations,
  ...exportOperations,
  ...executeQueriesOperations,
};

/** Every operation that the table gives to this role, and its statistics: below its internal prefix, for the Gateway only. */
export function presentationRoutes(ready: () => Promise<PresentationDeps>): readonly Route[] {
  const operations = OPERATIONS.filter(({ role }) => role === 'presentation').map((operation) => {
    const run = PRESENTATION_OPERATIONS[operation.name];
    if (run === undefined) throw new Error(`The operation ${operation.name} has no handler in the Presentation Role.`);
    return {
      name: `presentation-${operation.name}`,
      methods: [operation.method],
      path: `${internalPrefix('presentation')}${operation.path}`,
      handler: answering(fromGateway(ready, operation, run)),
    };
  });
  return [...operations, statisticsRoute(ready)];
}
