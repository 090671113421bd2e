import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilDefined } from '../../dev/samples/api-client.ts';
import { Dataset, Group, Import, listOf, Report } from '../../shared/contract/power-bi.ts';
import { API, type Client, errorOf } from './client.ts';
import { FLIGHTS } from './file-answers.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** Imports that cannot succeed: each ends with a sentence that says what, where and what to do, and leaves nothing. */
let stack: TestStack;
let author: Client;

beforeAll(async () => {
  stack = await startTestStack();
  author = await stack.client('author@contoso.example');
});
afterAll(() => stack?.stop());

async function expectNothingLeft(): Promise<void> {
  expect((await author.call(listOf(Dataset), 'GET', `${API}/datasets`)).value).toEqual([]);
  expect((await author.call(listOf(Report), 'GET', `${API}/reports`)).value).toEqual([]);
}

describe('a file that cannot be read', () => {
  const parquet = readFileSync(FLIGHTS.path);
  const noise = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919 + (index >> 3)) % 256);
  const wide = Array.from({ length: 50_000 }, (_, index) => `c${index}`).join(',');

  test.each([
    { what: 'an empty file', name: 'empty.csv', content: '', says: [/empty/i] },
    { what: 'only a header', name: 'header.csv', content: 'city,sold\n', says: [/header|no rows/i] },
    {
      what: 'a row with too few values',
      name: 'ragged.csv',
      content: `a,b,c\n${'1,2,3\n'.repeat(40)}1,2\n`,
      says: [/row 42/i, /2 values/, /3 values/, /column "c"/, /Add the missing values/],
    },
    {
      what: 'a row with too many values',
      name: 'ragged.csv',
      content: `a,b\n${'1,2\n'.repeat(10)}1,2,3\n`,
      says: [/row 12/i, /3 values/, /Remove what is too much/],
    },
    { what: 'bytes that are no text', name: 'noise.csv', content: noise, says: [/text|binary/i] },
    { what: 'a Parquet file that is named CSV', name: 'flights.csv', content: parquet, says: [/parquet/i] },
    { what: 'a CSV file that is named Parquet', name: 'sales.parquet', content: 'a,b\n1,2\n', says: [/parquet/i] },
    {
      what: 'half a Parquet file',
      name: 'cut.parquet',
      content: parquet.subarray(0, 100_000),
      says: [/parquet/i, /complete|cut|again|whole/i],
    },
    {
      what: '50,000 columns',
      name: 'wide.csv',
      content: `${wide}\n${wide.replace(/c/g, '')}\n`,
      says: [/50,?000 columns/, /1,?000/],
    },
  ])('$what ends as a failed import with the reason', async ({ name, content, says }) => {
    const done = await author.upload({ name, content });
    expect(done).toMatchObject({ importState: 'Failed', datasets: [], reports: [] });
    expect(done.error?.code).toBe('ImportFailed');
    for (const words of says) expect(done.error?.message).toMatch(words);
    // A sentence about the file and one about what to do.
    expect(done.error?.message.split(/\. |\.$/).filter((sentence) => sentence !== '').length).toBeGreaterThan(1);
    expect(done.error?.message).not.toMatch(/\/tmp\/|duckdb|INTERNAL|Exception/i);
    await expectNothingLeft();
  });

  test('does not keep a later, good one from being imported', async () => {
    const done = await author.upload({ name: 'good.csv', content: 'a,b\n1,2\n3,4\n' });
    expect(done.importState).toBe('Succeeded');
    await author.send('DELETE', `${API}/datasets/${done.datasets[0]?.id}`);
    await expectNothingLeft();
  });
});

describe('an import is refused when it is asked for', () => {
  const start = (client: Client, name: string | undefined, body: unknown, group = '') =>
    client.send(
      'POST',
      `${API}${group}/imports${name === undefined ? '' : `?datasetDisplayName=${encodeURIComponent(name)}`}`,
      body,
    );

  test.each(['book.xlsx', 'data.json', '.zip', 'notes', 'report.pbix', '.csv', 'a.csv.exe'])(
    'for a file called %s, with the kinds that can be read',
    async (name) => {
      const reply = await start(author, name, { fileUrl: await author.put('a,b\n1,2\n') });
      expect([reply.status, errorOf(reply)]).toEqual([
        400,
        {
          code: 'RequestedFileIsEncryptedOrUnsupported',
          message: expect.stringMatching(`"${name.replaceAll('.', '\\.')}".*Supported: \\.csv, \\.tsv, \\.parquet`),
        },
      ]);
    },
  );

  test('by the rule for a dataset of the same name', async () => {
    const made = await author.send('POST', `${API}/groups`, { name: 'Conflicts' });
    const group = `/groups/${JSON.parse(made.text).id}`;
    const first = await author.upload({ name: 'twice.csv', content: 'a,b\n1,2\n' }, group);
    const again = async (rule: string, name = 'twice.csv') => {
      const fileUrl = await author.put('a,c\n1,2\n', group);
      const path = `${API}${group}/imports?datasetDisplayName=${name}&nameConflict=${rule}`;
      return author.send('POST', path, { fileUrl });
    };
    expect((await again('Bogus')).status).toBe(400);
    expect((await again('Overwrite', 'new.csv')).status).toBe(400);
    expect((await again('Abort')).status).toBe(409);
    const replaced = Import.parse(JSON.parse((await again('CreateOrOverwrite')).text));
    const done = await untilDefined('The import', 60_000, async () => {
      const now = await author.call(Import, 'GET', `${API}${group}/imports/${replaced.id}`);
      return now.importState === 'Publishing' ? undefined : now;
    });
    expect(done).toMatchObject({ importState: 'Succeeded', datasets: first.datasets, reports: [] });
    expect((await again('Ignore')).status).toBe(202);
  });

  test('without a name', async () => {
    const fileUrl = await author.put('a,b\n1,2\n');
    for (const name of [undefined, '', '  ']) {
      expect(errorOf(await start(author, name, { fileUrl })).message).toContain('datasetDisplayName');
    }
  });

  test.each([
    ['no body', undefined],
    ['no address', {}],
    ['an address that is no text', { fileUrl: 7 }],
  ])('with %s', async (_, body) => {
    const reply = await start(author, 'a.csv', body);
    expect([reply.status, errorOf(reply).code]).toEqual([400, 'InvalidRequest']);
  });

  test.each([
    ['of another host', (url: string) => url.replace(/^http:\/\/[^/]+/, 'http://169.254.169.254')],
    ['of a file', () => 'file:///etc/passwd'],
    ['of another container', (url: string) => url.replace('/uploads/', '/models/')],
    ['that climbs', (url: string) => url.replace('/uploads/', '/uploads/../uploads/')],
    ['of nothing', (url: string) => url.replace(/[0-9a-f-]{36}\?/, `${crypto.randomUUID()}?`)],
    [
      'of another tenant',
      (url: string) => url.replace(/uploads\/[0-9a-f-]{36}/, 'uploads/fab21ca0-0000-4000-8000-000000000000'),
    ],
    ['that is empty', () => ''],
  ])('for an address %s', async (_, change) => {
    const reply = await start(author, 'a.csv', { fileUrl: change(await author.put('a,b\n1,2\n')) });
    expect([reply.status, errorOf(reply).code]).toEqual([400, 'UploadNotFound']);
    expect(errorOf(reply).message).toContain('Ask for an upload location');
  });

  test('for an address to which nothing was uploaded', async () => {
    const place = await author.call(
      Import.pick({ id: true }).partial().loose(),
      'POST',
      `${API}/imports/createTemporaryUploadLocation`,
    );
    const reply = await start(author, 'a.csv', { fileUrl: place['url'] });
    expect([reply.status, errorOf(reply).code]).toEqual([400, 'UploadNotFound']);
  });

  test('for what a colleague or somebody of another tenant uploaded', async () => {
    const fileUrl = await author.put('a,b\n1,2\n');
    for (const other of ['admin@contoso.example', 'analyst@contoso.example', 'admin@fabrikam.example']) {
      const reply = await start(await stack.client(other), 'a.csv', { fileUrl });
      expect([reply.status, errorOf(reply).code], other).toEqual([400, 'UploadNotFound']);
    }
  });

  test('for another workspace than the one that the place was asked for', async () => {
    const group = await author.call(Group, 'POST', `${API}/groups`, { name: 'Another place' });
    const fileUrl = await author.put('a,b\n1,2\n');
    const reply = await start(author, 'a.csv', { fileUrl }, `/groups/${group.id}`);
    expect([reply.status, errorOf(reply).code]).toEqual([400, 'UploadNotFound']);
  });

  test('for an upload that was imported already, even at the same moment', async () => {
    const fileUrl = await author.put('a,b\n1,2\n');
    const replies = await Promise.all([1, 2, 3].map((copy) => start(author, `${copy}.csv`, { fileUrl })));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([202, 400, 400]);
    const refused = replies.find(({ status }) => status === 400);
    expect(refused && errorOf(refused).code).toBe('UploadNotFound');
  });

  test('where the role in the workspace does not suffice', async () => {
    const group = await author.call(Group, 'POST', `${API}/groups`, { name: 'To look at' });
    const viewer = await stack.client('viewer@contoso.example');
    await viewer.send('GET', '/azimuth/v1/me');
    const member = { identifier: viewer.signInName, principalType: 'User', groupUserAccessRight: 'Viewer' };
    expect((await author.send('POST', `${API}/groups/${group.id}/users`, member)).status).toBe(200);
    const path = `${API}/groups/${group.id}/imports/createTemporaryUploadLocation`;
    const reply = await viewer.send('POST', path);
    expect([reply.status, errorOf(reply).code]).toEqual([403, 'PowerBINotAuthorizedException']);
  });
});
