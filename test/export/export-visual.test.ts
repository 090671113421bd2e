import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../functions/internal-hop.ts';
import type { PresentationDeps } from '../../functions/presentation/deps.ts';
import { exportOperations } from '../../functions/presentation/export-operations.ts';
import { authoriseItem } from '../../shared/access/authorise.ts';
import type { ActivityEvent } from '../../shared/audit/activity.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { type ModelId, newId, type ReportId, type TenantId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { TENANT_SETTINGS } from '../../shared/domain/tenant-settings.ts';
import { createQueryEngine, type QueryEngine } from '../../shared/engine/query-engine.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import { storedInferred } from '../../shared/model/stored-model.ts';
import type { Report, Visual } from '../../shared/report/report.ts';
import { AT, actOf, item, openMetadata, person, workspace } from '../catalog/sample-tenant.ts';
import { createMemoryFiles } from '../engine/memory-engine.ts';
import { column, createModelFolder, engine as duckdb, table } from '../query/model-file.ts';

const TENANT = newId<TenantId>();
const DEFINITION: SemanticModel = {
  tables: [table('Sales', [column('Region', 'String'), column('Amount', 'Int64')])],
};
const byRegion = { kind: 'group', field: { table: 'Sales', field: 'Region' }, as: 'Region' } as const;
const amount = {
  kind: 'aggregate',
  aggregation: 'sum',
  field: { table: 'Sales', field: 'Amount' },
  as: 'Amount',
} as const;
const visual = (name: string, more: Partial<Visual>): Visual => ({
  name,
  type: 'table',
  title: '',
  subtitle: '',
  position: { x: 0, y: 0, width: 1, height: 1 },
  wells: { category: [byRegion], series: [], values: [amount] },
  filters: [],
  orderBy: [],
  limit: 100,
  ...more,
});
const REPORT: Report = {
  pages: [
    {
      name: 'page',
      displayName: 'Page',
      width: 1,
      height: 1,
      visuals: [
        visual('sales', { title: 'Sales: 2026/Q1' }),
        visual('top', { limit: 1 }),
        visual('regions', { type: 'slicer' }),
        visual('broken', { wells: { category: [], series: [], values: [] } }),
      ],
    },
  ],
};

const folder = await createModelFolder();
let metadata: Metadata;
let engine: QueryEngine;
let author: Caller;
let report: ReportId;
const logged: string[] = [];

beforeAll(async () => {
  metadata = await openMetadata(() => new Date(AT));
  engine = createQueryEngine({ files: createMemoryFiles().files, engine: duckdb, clock: { now: () => new Date(AT) } });
  author = await person(metadata, TENANT, 'Author');
  const workspaceId = await workspace(metadata, author);
  const modelId = await item<ModelId>(metadata, author, workspaceId, 'model');
  report = await item<ReportId>(metadata, author, workspaceId, 'report', modelId);
  const blobName = await folder.write(DEFINITION, [
    [
      ['EMEA', -3],
      ['=cmd()', 5],
    ],
  ]);
  await metadata.write(TENANT, undefined, async ({ items, versions }) => {
    await items.saveDefinition(modelId, JSON.stringify(storedInferred(DEFINITION, 'Sales', 1)), AT);
    await items.saveDefinition(report, JSON.stringify(REPORT), AT);
    await versions.publish({ id: newId(), modelId, blobName, bytes: 1000, rowCount: 2, createdAt: AT });
  });
});
beforeEach(() => {
  logged.length = 0;
});
afterAll(async () => {
  await engine.close();
  await metadata.close();
  await folder.remove();
});

type Asked = {
  readonly page?: string;
  readonly visual: string;
  readonly body?: unknown;
  readonly who?: Caller;
};

async function exported({ page = 'page', visual: visualName, body, who = author }: Asked): Promise<Response> {
  const grant = await metadata.read(TENANT, (stores) => authoriseItem(stores, who, 'report', report, 'read'));
  const call: Call = {
    caller: who,
    grant,
    parameters: { reportId: report, pageName: page, visualName },
    query: new URLSearchParams(),
    body,
    act: { ...actOf(who, 'ExportReport'), once: undefined },
    signal: new AbortController().signal,
    requestId: 'request-1',
    log: (_, event) => void logged.push(event),
  };
  const deps = { metadata, engine, isEnabled: async () => true };
  return exportOperations['azimuth-visual-export'](deps as Partial<PresentationDeps> as PresentationDeps, call);
}

async function events(): Promise<readonly ActivityEvent[]> {
  const all = { activity: 'ExportReport', userId: undefined, after: undefined, limit: 1000 } as const;
  return metadata.read(TENANT, ({ audit }) => audit.page({ from: AT, to: AT, ...all }));
}

async function allow(isOn: boolean): Promise<void> {
  await metadata.write(TENANT, undefined, ({ settings }) =>
    settings.save({ name: 'export', isOn, onlyFor: [], exceptFor: [] }),
  );
}

describe('the export of a visual', () => {
  test('is a file of its rows that is named after it, and no formula runs in it (D07)', async () => {
    const answer = await exported({ visual: 'sales' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="Sales 2026 Q1\.csv"/);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toBe("Region,Amount\r\n'=cmd(),5\r\nEMEA,-3\r\n");
  });

  test('has what is picked on the page', async () => {
    const filters = [{ kind: 'in' as const, field: byRegion.field, values: ['EMEA'] }];
    const body = { interactions: [{ source: 'regions', filters }] };
    expect(await (await exported({ visual: 'sales', body })).text()).toBe('Region,Amount\r\nEMEA,-3\r\n');
  });

  test('says in its name where there are more rows', async () => {
    const answer = await exported({ visual: 'top' });
    expect(answer.headers.get('content-disposition')).toContain('filename="First 1 rows of top.csv"');
  });

  test('is in the activity log with who, what and how much, and without a value', async () => {
    const before = new Set((await events()).map(({ id }) => id));
    await exported({ visual: 'sales' });
    const found = (await events()).filter(({ id }) => !before.has(id));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      actor: { objectId: author.objectId },
      item: { kind: 'report', id: report },
      modelId: expect.any(String),
      workspace: { id: expect.any(String) },
      detail: 'Visual sales of page page, 2 rows',
    });
    expect(JSON.stringify(found)).not.toContain('EMEA');
  });

  test.each<[string, Asked, object]>([
    ['a slicer', { visual: 'regions' }, { code: 'request-invalid' }],
    ['a visual that cannot be answered', { visual: 'broken' }, { code: 'question-invalid' }],
    ['an unknown visual', { visual: 'none' }, { code: 'not-found', detail: { what: 'visual' } }],
    ['an unknown page', { page: 'none', visual: 'sales' }, { code: 'not-found', detail: { what: 'page' } }],
  ])('of %s is refused, and the log has nothing of it', async (_, asked, fault) => {
    const before = (await events()).length;
    await expect(exported(asked)).rejects.toMatchObject(fault);
    expect(await events()).toHaveLength(before);
  });

  test('is refused where the tenant does not allow it, before anything is asked', async () => {
    await allow(false);
    const { queries, cacheHits } = engine.counters;
    await expect(exported({ visual: 'sales' })).rejects.toMatchObject({
      code: 'not-allowed-here',
      detail: { setting: TENANT_SETTINGS.export.title },
    });
    expect(engine.counters).toEqual({ queries, cacheHits });
    await allow(true);
  });

  test('is given while the cluster is read-only, and the service’s own log says that it is missing', async () => {
    await metadata.system.setReadOnly(true);
    expect((await exported({ visual: 'sales' })).status).toBe(200);
    await metadata.system.setReadOnly(false);
    expect(logged).toEqual(['activity not recorded while read-only']);
  });
});
