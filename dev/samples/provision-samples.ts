import { z } from 'zod';
import { DashboardTile } from '../../shared/contract/azimuth.ts';
import { Dashboard, Group, Import, listOf, Report, TemporaryUploadLocation } from '../../shared/contract/power-bi.ts';
import { type ApiClient, readStart, type Start, signIn, untilDefined } from './api-client.ts';
import { RETAIL_DASHBOARD } from './retail-dashboard.ts';
import { RETAIL_FILE_NAME, retailCsv } from './retail-data.ts';
import { RETAIL_REPORT } from './retail-report.ts';
import { readSampleState, writeSampleState } from './sample-marker.ts';

export type SampleOptions = {
  /** Where the document is from which everything else is found. */
  readonly wellKnown: string;
  /** Remembers that the samples were made, so that they are not made again once somebody deleted them. */
  readonly home: string;
  readonly log?: (message: string) => void;
};

const WORKSPACE = 'Retail sample';
const ADMIN = 'admin@contoso.example';
const AUTOMATION = 'Contoso Automation';
const MEMBERS: readonly { readonly user: string; readonly role: 'Member' | 'Viewer' }[] = [
  { user: 'author@contoso.example', role: 'Member' },
  { user: 'analyst@contoso.example', role: 'Member' },
  { user: 'viewer@contoso.example', role: 'Viewer' },
  { user: 'viewer.emea@contoso.example', role: 'Viewer' },
  { user: 'viewer.amer@contoso.example', role: 'Viewer' },
];
const IMPORT_TIMEOUT_MS = 120_000;
const Anything = z.unknown();

/**
 * Makes the workspace *Retail sample* through the public API, as any client would, at the first start of a home and
 * never again. What a killed start left half done is removed and made anew.
 */
export async function provisionSamples({ wellKnown, home, log = () => undefined }: SampleOptions): Promise<void> {
  const state = await readSampleState(home);
  if (state === 'made') return;
  const admin = await signIn(await readStart(wellKnown), ADMIN);
  const { value: existing } = await admin.call('GET', `${admin.start.apiBase}/groups`, listOf(Group));
  const samples = existing.filter(({ name }) => name === WORKSPACE);
  // A new home beside stores that are not: the sample is there already.
  if (state === 'none' && samples.length > 0) return writeSampleState(home, 'made');
  await writeSampleState(home, 'making');
  for (const { id } of samples) await admin.call('DELETE', `${admin.start.apiBase}/groups/${id}`, Anything);
  log('Making the retail sample');
  await makeSample(admin, log);
  await writeSampleState(home, 'made');
}

async function makeSample(admin: ApiClient, log: (message: string) => void): Promise<void> {
  const { apiBase, azimuthBase } = admin.start;
  const workspace = await admin.call('POST', `${apiBase}/groups`, Group, { name: WORKSPACE });
  const group = `${apiBase}/groups/${workspace.id}`;
  for (const { user, role } of MEMBERS) {
    const member = { identifier: objectIdOf(admin.start, user), principalType: 'User', groupUserAccessRight: role };
    await admin.call('POST', `${group}/users`, Anything, member);
  }
  log('Importing the retail sample');
  const imported = await importRetail(admin, group);
  const datasetId = imported.datasets[0]?.id;
  if (datasetId === undefined) throw new Error('The import of the retail sample made no dataset.');
  // The report that an import makes gives way to the one that was designed.
  for (const { id } of imported.reports) await admin.call('DELETE', `${group}/reports/${id}`, Anything);
  const report = await admin.call('POST', `${azimuthBase}/workspaces/${workspace.id}/reports`, Report, {
    name: 'Retail sales',
    datasetId,
    definition: RETAIL_REPORT,
  });
  await makeDashboard(admin, group, report.id);
  await letAutomationIn(admin);
}

async function importRetail(admin: ApiClient, group: string): Promise<z.infer<typeof Import>> {
  const place = await admin.call('POST', `${group}/imports/createTemporaryUploadLocation`, TemporaryUploadLocation);
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/csv' };
  const put = await fetch(place.url, { method: 'PUT', headers, body: retailCsv() });
  await put.body?.cancel();
  // The address holds a signature: it is not repeated in the message.
  if (!put.ok) throw new Error(`The upload of the retail sample was answered ${put.status}.`);
  const name = encodeURIComponent(RETAIL_FILE_NAME);
  const { id } = await admin.call('POST', `${group}/imports?datasetDisplayName=${name}`, z.object({ id: z.string() }), {
    fileUrl: place.url,
  });
  return untilDefined('The import of the retail sample', IMPORT_TIMEOUT_MS, async () => {
    const now = await admin.call('GET', `${group}/imports/${id}`, Import);
    if (now.importState === 'Failed')
      throw new Error(`The import of the retail sample failed: ${now.error?.message ?? 'no reason was given'}`);
    return now.importState === 'Succeeded' ? now : undefined;
  });
}

async function makeDashboard(admin: ApiClient, group: string, reportId: string): Promise<void> {
  const { azimuthBase } = admin.start;
  const { id } = await admin.call('POST', `${group}/dashboards`, Dashboard, { name: WORKSPACE });
  const dashboard = `${azimuthBase}/dashboards/${id}`;
  for (const { pageName, visualName, layout } of RETAIL_DASHBOARD) {
    const pinned = await admin.call('POST', `${dashboard}/tiles`, DashboardTile, { reportId, pageName, visualName });
    await admin.call('PATCH', `${dashboard}/tiles/${pinned.id}`, Anything, { layout });
  }
  const viewers = MEMBERS.filter(({ role }) => role === 'Viewer');
  await admin.call('POST', `${dashboard}/permissions`, Anything, {
    recipients: viewers.map(({ user }) => objectIdOf(admin.start, user)),
    rights: ['read'],
  });
}

/** Applications may use the API where the tenant lets them: locally the sample application's group. */
async function letAutomationIn({ call, start }: ApiClient): Promise<void> {
  const group = start.tenants.contoso.groups[AUTOMATION];
  if (group === undefined) throw new Error(`There is no sample group ${AUTOMATION}.`);
  await call('PUT', `${start.azimuthBase}/admin/tenant-settings/servicePrincipals`, Anything, {
    isOn: true,
    onlyFor: [group.objectId],
  });
}

function objectIdOf(start: Start, user: string): string {
  const known = start.tenants.contoso.users[user];
  if (known === undefined) throw new Error(`There is no sample account ${user}.`);
  return known.objectId;
}
