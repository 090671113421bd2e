import type { z } from 'zod';
import type { Item, Membership, Workspace } from '../../shared/catalog/ports.ts';
import type * as PowerBi from '../../shared/contract/power-bi.ts';
import type { Tile } from '../../shared/dashboard/dashboard.ts';
import type { PrincipalKind } from '../../shared/domain/principal.ts';
import { isAtLeast, type WorkspaceRole } from '../../shared/domain/rights.ts';
import type { Person } from '../../shared/identity/ports.ts';
import type { MeasureExpression, Table } from '../../shared/model/semantic-model.ts';
import type { Page } from '../../shared/report/report.ts';
import type { DatasetUser } from '../../shared/sharing/dataset-users.ts';
import { datasetRightOf } from './dataset-rights.ts';

/** Our values in the shapes of Power BI's API. */
export function groupShape(workspace: Workspace, role: WorkspaceRole): z.infer<typeof PowerBi.Group> {
  return {
    id: workspace.id,
    name: workspace.name,
    isReadOnly: !isAtLeast(role, 'Contributor'),
    isOnDedicatedCapacity: false,
    type: workspace.kind === 'personal' ? 'PersonalGroup' : 'Workspace',
  };
}

type PrincipalType = z.infer<typeof PowerBi.PrincipalType>;

const PRINCIPAL_TYPES: { readonly [K in PrincipalKind]: Exclude<PrincipalType, 'None'> } = {
  user: 'User',
  guest: 'User',
  group: 'Group',
  service: 'App',
};

/** What Power BI's word covers; None says nothing. */
export const PRINCIPAL_KINDS_OF: { readonly [T in PrincipalType]: readonly PrincipalKind[] | undefined } = {
  None: undefined,
  User: ['user', 'guest'],
  Group: ['group'],
  App: ['service'],
};

export function groupUserShape({ role }: Membership, person: Person): z.infer<typeof PowerBi.GroupUser> {
  const { displayName, signInName } = person;
  return {
    identifier: identifierOf(person),
    displayName,
    ...(signInName === '' ? {} : { emailAddress: signInName }),
    groupUserAccessRight: role,
    principalType: PRINCIPAL_TYPES[person.kind],
  };
}

/** People by their sign-in name, groups and applications by object id. */
function identifierOf({ objectId, signInName }: Person): string {
  return signInName === '' ? objectId : signInName;
}

export function datasetUserShape({ principal, rights }: DatasetUser): z.infer<typeof PowerBi.DatasetUser> {
  return {
    identifier: identifierOf(principal),
    principalType: PRINCIPAL_TYPES[principal.kind],
    datasetUserAccessRight: datasetRightOf(rights),
  };
}

export function datasetShape(
  item: Item,
  owner: Person | undefined,
  publicUrl: string,
): z.infer<typeof PowerBi.Dataset> {
  return {
    id: item.id,
    name: item.name,
    addRowsAPIEnabled: false,
    configuredBy: owner?.signInName ?? '',
    createdDate: item.createdAt,
    isRefreshable: false,
    isEffectiveIdentityRequired: false,
    isEffectiveIdentityRolesRequired: false,
    isOnPremGatewayRequired: false,
    targetStorageMode: 'Abf',
    webUrl: `${publicUrl}/workspaces/${item.workspaceId}`,
  };
}

/** With the measures' formulas for those who may build on the model; to who only looks they are empty. */
export function tableShape(table: Table, showsDax: boolean): z.infer<typeof PowerBi.DatasetTable> {
  return {
    name: table.name,
    isHidden: table.isHidden,
    columns: table.columns.map((column) => ({
      name: column.name,
      dataType: column.dataType,
      ...(column.formatString === '' ? {} : { formatString: column.formatString }),
      ...(column.dataCategory === '' ? {} : { dataCategory: column.dataCategory }),
      isHidden: column.isHidden,
      summarizeBy: column.summarizeBy,
    })),
    measures: table.measures.map((measure) => ({
      name: measure.name,
      expression: showsDax ? daxOf(measure.expression, table.name) : '',
      ...(measure.formatString === '' ? {} : { formatString: measure.formatString }),
      isHidden: measure.isHidden,
    })),
  };
}

const DAX_FUNCTIONS = {
  sum: 'SUM',
  average: 'AVERAGE',
  min: 'MIN',
  max: 'MAX',
  count: 'COUNTA',
  distinctCount: 'DISTINCTCOUNT',
} as const;

/** The measure as DAX text, which is how Power BI's API shows it. */
export function daxOf(expression: MeasureExpression, table: string): string {
  const quoted = `'${table.replaceAll("'", "''")}'`;
  switch (expression.kind) {
    case 'rows':
      return `COUNTROWS(${quoted})`;
    case 'aggregate':
      return `${DAX_FUNCTIONS[expression.aggregation]}(${quoted}[${expression.column.replaceAll(']', ']]')}])`;
    case 'divide':
      return `DIVIDE(${daxOf(expression.dividend, table)}, ${daxOf(expression.divisor, table)})`;
    case 'subtract':
      return `${daxOf(expression.left, table)} - ${daxOf(expression.right, table)}`;
  }
}

export function reportShape(item: Item, publicUrl: string): z.infer<typeof PowerBi.Report> {
  return {
    id: item.id,
    reportType: 'PowerBIReport',
    name: item.name,
    datasetId: item.modelId ?? '',
    webUrl: `${publicUrl}/reports/${item.id}`,
  };
}

export function pageShape(page: Page, order: number): z.infer<typeof PowerBi.ReportPage> {
  return { name: page.name, displayName: page.displayName, order };
}

export function dashboardShape(item: Item, isReadOnly: boolean, publicUrl: string): z.infer<typeof PowerBi.Dashboard> {
  return { id: item.id, displayName: item.name, isReadOnly, webUrl: `${publicUrl}/dashboards/${item.id}` };
}

/** Ids of report and model only for those who may open them. */
export function tileShape(tile: Tile, isOpen: boolean): z.infer<typeof PowerBi.Tile> {
  return {
    id: tile.id,
    title: tile.title,
    rowSpan: tile.layout.rowSpan,
    colSpan: tile.layout.colSpan,
    ...(isOpen ? { reportId: tile.reportId, datasetId: tile.modelId } : {}),
  };
}
