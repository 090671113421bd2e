import { Fault } from '../shared/domain/faults.ts';
import type {
  DashboardGrant,
  Grant,
  ModelGrant,
  ReportGrant,
  TenantGrant,
  WorkspaceGrant,
} from '../shared/domain/grants.ts';

type OfKind = {
  tenant: TenantGrant;
  workspace: WorkspaceGrant;
  model: ModelGrant;
  report: ReportGrant;
  dashboard: DashboardGrant;
};

/** The call's grant as the kind that the handler works with; a row of the operations table that says otherwise is a bug. */
export function grantOfKind<K extends keyof OfKind>(grant: Grant, kind: K): OfKind[K] {
  const held: Partial<OfKind> = { [grant.kind]: grant };
  const wanted = held[kind];
  if (wanted === undefined) throw new Fault('hop-refused', { why: `a grant of kind ${kind} was expected` });
  return wanted;
}
