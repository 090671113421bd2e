import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { untilDefined } from '../../dev/samples/api-client.ts';
import { DatasetRoles } from '../../shared/contract/azimuth.ts';
import { Dataset, Group, Import, listOf, Report } from '../../shared/contract/power-bi.ts';
import { type ModelId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import { openStoredModel, parseStoredModel } from '../../shared/model/stored-model.ts';
import { conformanceFiles, data, isConformanceThere, projectOf, zipOf } from '../imports/package-samples.ts';
import { API, type Client, OURS } from './client.ts';
import { startTestStack, type TestStack } from './stack.ts';

let stack: TestStack;
let author: Client;
let group: string;

beforeAll(async () => {
  stack = await startTestStack();
  author = await stack.client('author@contoso.example');
}, 120_000);
afterAll(() => stack?.stop());

async function newGroup(): Promise<string> {
  const { id } = await author.call(Group, 'POST', `${API}/groups`, { name: `Models ${crypto.randomUUID()}` });
  return `/groups/${id}`;
}

function tenantOf({ token }: Client): TenantId {
  const id = parseId<TenantId>(JSON.parse(atob(token.split('.')[1] ?? '')).tid);
  if (id === undefined) throw new Error('The token has no tenant.');
  return id;
}

/** A multipart request as a client of Power BI sends it; `headers` are the part's. */
async function sendForm(zip: Buffer, query: string, headers: string, token = author.token): Promise<Response> {
  const body = Buffer.concat([Buffer.from(`--b0undary\r\n${headers}\r\n`), zip, Buffer.from('\r\n--b0undary--\r\n')]);
  return fetch(`${stack.url}${API}${group}/imports?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=b0undary' },
    body,
  });
}

async function ended(id: string): Promise<z.infer<typeof Import>> {
  return untilDefined('The import', 60_000, async () => {
    const now = await author.call(Import, 'GET', `${API}${group}/imports/${id}`);
    return now.importState === 'Publishing' ? undefined : now;
  });
}

async function publishForm(zip: Buffer, query: string, headers = ''): Promise<z.infer<typeof Import>> {
  const answer = await sendForm(zip, query, headers);
  expect(answer.status).toBe(202);
  return ended(Import.parse(await answer.json()).id);
}

const SALES = {
  Sales: { columns: [data('Region', 'string'), data('Amount', 'int64')], measures: { Total: 'SUM(Sales[Amount])' } },
};
const FILE = { 'Sales.csv': 'Region,Amount\nNorth,1\nSouth,2\n' };
const role = (name: string, members: readonly string[]) => ({
  name,
  modelPermission: 'read',
  members: members.map((memberName) => ({ memberName, identityProvider: 'AzureAD' })),
});

describe.skipIf(!isConformanceThere)('the conformance model', () => {
  test('is published as TMDL by upload place, and as TMSL by form; both are the same model with its rows', async () => {
    group = await newGroup();
    const upload = await author.upload(
      { name: 'Tmdl.zip', content: new Uint8Array(zipOf(conformanceFiles('tmdl'))) },
      group,
    );
    const form = await publishForm(zipOf(conformanceFiles('bim')), 'datasetDisplayName=Tmsl.zip');
    for (const done of [upload, form]) {
      expect(done).toMatchObject({ importState: 'Succeeded', reports: [], azimuthReport: { withoutData: [] } });
    }
    expect(
      (await author.call(listOf(Dataset), 'GET', `${API}${group}/datasets`)).value.map(({ name }) => name),
    ).toEqual(expect.arrayContaining(['Tmdl', 'Tmsl']));
    const metadata = await stack.openMetadata();
    const tenant = tenantOf(author);
    const models = await Promise.all(
      [upload, form].map(async ({ datasets }) => {
        const id = parseId<ModelId>(datasets[0]?.id);
        const text = id && (await metadata.read(tenant, ({ items }) => items.definition(id)));
        return openStoredModel(parseStoredModel(text ?? ''));
      }),
    );
    expect(models[0]?.facts).toEqual(models[1]?.facts);
    expect(models[0]?.facts.rowCounts[0]).toBe(2000);
    expect(models[0]?.tabular.tables.map(({ name }) => name)).toEqual(
      models[1]?.tabular.tables.map(({ name }) => name),
    );
    await metadata.close();
    const path = `${OURS}/datasets/${upload.datasets[0]?.id}/roles`;
    const { roles } = await author.call(DatasetRoles, 'GET', path);
    expect(roles.map(({ name, members }) => [name, members.map(({ signInName }) => signInName)])).toContainEqual([
      'Europe',
      ['viewer.emea@contoso.example'],
    ]);
  }, 120_000);
});

describe('a project in the body of the request', () => {
  beforeAll(async () => {
    group = await newGroup();
  });

  test.each([
    ['named.zip', 'Content-Disposition: form-data; name="file"; filename="x.zip"\r\nContent-Type: application/zip\r\n'],
    ['unnamed.zip', 'Content-Disposition: form-data\r\n'],
    ['bare.zip', ''],
  ])('%s is taken whatever headers its part has', async (name, headers) => {
    const done = await publishForm(zipOf(projectOf(SALES, { files: FILE })), `datasetDisplayName=${name}`, headers);
    expect(done).toMatchObject({
      importState: 'Succeeded',
      datasets: [{ name: name.replace('.zip', '') }],
      reports: [],
    });
  });

  test('may be a file of another kind', async () => {
    const done = await publishForm(Buffer.from(FILE['Sales.csv']), 'datasetDisplayName=Sales.csv');
    expect(done).toMatchObject({
      importState: 'Succeeded',
      datasets: [{ name: 'Sales' }],
      reports: [{ name: 'Sales' }],
    });
  });

  test('is refused to who may not publish here, to who has no token, and where there is no part', async () => {
    const zip = zipOf(projectOf(SALES, { files: FILE }));
    const viewer = await stack.client('viewer@contoso.example');
    expect((await sendForm(zip, 'datasetDisplayName=Mine.zip', '', viewer.token)).status).toBe(404);
    expect((await sendForm(zip, 'datasetDisplayName=Mine.zip', '', 'none')).status).toBe(401);
    expect((await sendForm(zip, 'datasetDisplayName=Mine.pbix', '')).status).toBe(400);
    const broken = await fetch(`${stack.url}${API}${group}/imports?datasetDisplayName=Mine.zip`, {
      method: 'POST',
      headers: { authorization: `Bearer ${author.token}`, 'content-type': 'multipart/form-data; boundary=b0undary' },
      body: 'no part at all',
    });
    expect(broken.status).toBe(400);
    const names = (await author.call(listOf(Dataset), 'GET', `${API}${group}/datasets`)).value.map(({ name }) => name);
    expect(names).not.toContain('Mine');
  });

  test('a large one goes through in pieces, and its bytes are those that were sent', async () => {
    const rows = Array.from({ length: 400_000 }, (_, index) => `${index},${(index * 7919) % 1000},${'x'.repeat(40)}`);
    const done = await publishForm(Buffer.from(`id,amount,note\n${rows.join('\n')}\n`), 'datasetDisplayName=Large.csv');
    expect(done.importState).toBe('Succeeded');
  }, 120_000);
});

describe('publishing again', () => {
  test('is refused without a rule, and replaces the definition by CreateOrOverwrite; reports and rows stay', async () => {
    group = await newGroup();
    const first = await publishForm(
      zipOf(
        projectOf(SALES, {
          files: FILE,
          model: { roles: [role('North', ['viewer@contoso.example', 'nobody@contoso.example'])] },
        }),
      ),
      'datasetDisplayName=Again.zip&nameConflict=CreateOrOverwrite',
    );
    expect(first.azimuthReport).toEqual({
      keptData: [],
      withoutData: [],
      membersNotBound: [{ role: 'North', name: 'nobody@contoso.example', why: expect.any(String) }],
    });
    const zip = zipOf(
      projectOf({
        Sales: { ...SALES.Sales, measures: { Mean: 'AVERAGE(Sales[Amount])' } },
        Remote: { columns: [data('A', 'int64')], m: 'let S = Sql.Database("a", "b") in S' },
      }),
    );
    const refused = await sendForm(zip, 'datasetDisplayName=again.zip', '');
    expect([refused.status, await refused.json()]).toMatchObject([409, { error: { code: 'DuplicateName' } }]);
    const next = await publishForm(zip, 'datasetDisplayName=Again.zip&nameConflict=Overwrite');
    expect(next.datasets).toEqual(first.datasets);
    expect(next.azimuthReport).toMatchObject({
      changes: {
        tables: { added: ['Remote'] },
        measures: { added: ['Sales[Mean]'], removed: ['Sales[Total]'] },
        roles: { removed: ['North'] },
      },
      keptData: ['Sales'],
      withoutData: [{ table: 'Remote', needs: 'connection', name: 'Sql.Database' }],
    });
    expect((await author.call(listOf(Report), 'GET', `${API}${group}/reports`)).value).toEqual([]);
  }, 60_000);
});

describe('a project that cannot be published', () => {
  test('ends as a failed import that names object, file, line and what to do', async () => {
    group = await newGroup();
    const twice = { Sales: { columns: [...SALES.Sales.columns, data('amount', 'int64')] } };
    const done = await publishForm(zipOf(projectOf(twice, { files: FILE })), 'datasetDisplayName=Bad.zip');
    expect(done).toMatchObject({ importState: 'Failed', datasets: [], error: { code: 'ImportFailed' } });
    expect(done.error?.message).toMatch(/model\.bim:\d+: .*Sales.*amount/);
    const noZip = await publishForm(Buffer.from('no zip'), 'datasetDisplayName=Bad.zip');
    expect(noZip).toMatchObject({ importState: 'Failed', error: { message: expect.stringMatching(/zip/) } });
    // What it says of the file and the model is not for those who only look.
    await author.call(z.unknown(), 'POST', `${API}${group}/users`, {
      identifier: 'viewer@contoso.example',
      groupUserAccessRight: 'Viewer',
      principalType: 'User',
    });
    const viewer = await stack.client('viewer@contoso.example');
    const seen = await viewer.call(Import, 'GET', `${API}${group}/imports/${done.id}`);
    expect(seen.error).toMatchObject({
      code: 'ImportFailed',
      message: expect.not.stringMatching(/Sales|amount|model/i),
    });
    const { value } = await viewer.call(listOf(Import), 'GET', `${API}${group}/imports`);
    expect(value.map(({ error }) => error?.message).join()).not.toMatch(/Sales|amount|zip/i);
  });
});
