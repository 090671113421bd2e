import type { SharedItem } from '../../shared/catalog/browse.ts';
import type { People } from '../../shared/catalog/people-by-id.ts';
import type { Item } from '../../shared/catalog/ports.ts';
import type { SeenWorkspace } from '../../shared/catalog/workspaces.ts';
import type * as Azimuth from '../../shared/contract/azimuth.ts';
import { faultReply } from '../../shared/contract/error-envelope.ts';
import type { ObjectId, WorkspaceId } from '../../shared/domain/ids.ts';
import type { Person } from '../../shared/identity/ports.ts';
import type { VisualOutcome } from '../../shared/report/page-data.ts';

/** Our values in the shapes of our own API. */
export function workspaceSummary({ workspace, role }: SeenWorkspace): Azimuth.WorkspaceSummary {
  return { id: workspace.id, name: workspace.name, kind: workspace.kind, role };
}

export function itemSummary(
  item: Item,
  people: People,
  workspaceNames: ReadonlyMap<WorkspaceId, string>,
): Azimuth.ItemSummary {
  return {
    id: item.id,
    kind: item.kind,
    name: item.name,
    workspaceId: item.workspaceId,
    workspaceName: workspaceNames.get(item.workspaceId) ?? '',
    createdBy: nameOf(people, item.createdBy),
    modifiedAt: item.modifiedAt,
    ...(item.modelId === undefined ? {} : { modelId: item.modelId }),
  };
}

export function sharedItem({ item, permission }: SharedItem, people: People): Azimuth.SharedItem {
  return {
    ...itemSummary(item, people, new Map()),
    sharedBy: nameOf(people, permission.grantedBy),
    sharedAt: permission.grantedAt,
  };
}

export function personShape({ objectId, displayName, signInName, kind }: Person): Azimuth.Person {
  return { objectId, displayName, signInName, kind };
}

/** Results by visual or tile; a refused one carries its fault's code and sentence. */
export function resultShapes(outcomes: ReadonlyMap<string, VisualOutcome>): Record<string, unknown> {
  return Object.fromEntries([...outcomes].map(([name, outcome]) => [name, resultShape(outcome)]));
}

function resultShape(outcome: VisualOutcome): unknown {
  if (!('fault' in outcome)) return { kind: 'data', answer: outcome.answer, asOf: outcome.asOf };
  const { code, message } = faultReply(outcome.fault);
  return { kind: 'error', code, message };
}

export function nameOf(people: People, id: ObjectId): string {
  return people.get(id)?.displayName ?? '';
}
