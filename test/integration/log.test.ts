import { afterAll, beforeAll, expect, test } from 'vitest';
import { API, type Client, OURS, putBlob, request } from './client.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** What people bring and what opens doors is in no line that a process prints. */
const CANARY = 'numbat-93ef-canary';
let stack: TestStack;
let author: Client;

beforeAll(async () => {
  stack = await startTestStack();
  author = await stack.client('author@contoso.example');
});
afterAll(() => stack?.stop());

test('no token, no signature of an upload address, and no value of a file is ever logged', async () => {
  const secrets = [CANARY, author.token, String(author.token.split('.')[2])];
  const keep = (address: string) => {
    const signature = new URL(address).searchParams.get('sig') ?? '';
    secrets.push(signature, encodeURIComponent(signature));
    return address;
  };

  const good = await author.put(`animal,seen\n${CANARY},1\n${'wombat,2\n'.repeat(30)}`);
  const bad = await author.put(`animal,seen\nwombat,2\n${CANARY},3,4\n`);
  for (const [address, name] of [
    [keep(good), `${CANARY}.csv`],
    [keep(bad), 'bad.csv'],
  ] as const) {
    const fileUrl = { fileUrl: address };
    await author.send('POST', `${API}/imports?datasetDisplayName=${name}`, fileUrl);
    // Refusals on the way: used up already, of nobody, of another container.
    await author.send('POST', `${API}/imports?datasetDisplayName=${name}`, fileUrl);
    await author.send('POST', `${API}/imports?datasetDisplayName=${name}.exe`, fileUrl);
    await putBlob(address.replace('sp=cw', 'sp=racwd'), CANARY);
    await request(address, { method: 'DELETE' });
  }
  await expect
    .poll(async () => (await author.send('GET', `${API}/imports`)).text, { timeout: 20_000 })
    .not.toContain('Publishing');
  const imports: { value: { importState: string; reports: { id: string }[] }[] } = JSON.parse(
    (await author.send('GET', `${API}/imports`)).text,
  );
  expect(imports.value.map(({ importState }) => importState).toSorted()).toEqual(['Failed', 'Succeeded']);
  const report = imports.value.find(({ reports }) => reports.length > 0)?.reports[0]?.id;
  const field = { table: CANARY, field: 'animal' };
  const interactions = [{ source: 'parts', filters: [{ kind: 'in', field, values: [CANARY] }] }];
  const page = await author.send('POST', `${OURS}/reports/${report}/pages/overview/data`, { interactions });
  expect(page.text).toContain(CANARY);

  await author.send('GET', `${OURS}/people?search=${CANARY}`);
  await author.send('POST', `${API}/groups`, { name: CANARY, nonsense: CANARY });
  await author.send('POST', `${OURS}/reports/${report}/pages/overview/data`, { [CANARY]: 1 });
  await request(`${stack.url}${OURS}/me?access_token=${author.token}`);
  for (const token of [`${author.token.slice(0, -4)}AAAA`, 'no.such.token']) {
    await request(`${stack.url}${OURS}/me`, { headers: { authorization: `Bearer ${token}` } });
  }

  await expect.poll(() => stack.log.some((line) => line.includes('token-invalid'))).toBe(true);
  for (const line of stack.log) {
    for (const secret of secrets) expect(line.includes(secret), line.slice(0, 300)).toBe(false);
  }
});

test('a refusal is logged with the request id that its answer carries', async () => {
  const reply = await author.send('GET', `${OURS}/reports/${crypto.randomUUID()}`);
  const requestId = reply.headers.get('RequestId') ?? '';
  expect(requestId.length).toBeGreaterThan(8);
  expect(JSON.parse(reply.text).error.requestId).toBe(requestId);
  await expect.poll(() => stack.log.some((line) => line.includes(requestId) && line.includes('not-found'))).toBe(true);
});
