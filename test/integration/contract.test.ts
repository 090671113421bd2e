import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differences, plainPath, readContract, type Schema } from '../contract/reference.ts';
import { API, type Client } from './client.ts';
import { SEATTLE_WEATHER } from './file-answers.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** What the service's own answers carry and its contract leaves out (`type` of a workspace), and what is ours (`error` of an import). */
const BESIDE = ['type', 'error'];

const contract = readContract();
let stack: TestStack;
let author: Client;
const ids = { group: '', dataset: '', report: '', dashboard: '', tile: '', import: '' };

function schemaOf(method: string, path: string, status: number): Schema | undefined {
  const found = Object.entries(contract?.paths ?? {}).find(([known]) => plainPath(known) === plainPath(path));
  const answer = found?.[1][method.toLowerCase()]?.responses[String(status)];
  expect(answer, `${method} ${path} may not answer ${status}`).toBeDefined();
  return answer?.schema;
}

async function demand(method: string, template: string, body?: unknown): Promise<unknown> {
  const path = template.replace(/\{(\w+)Id\}/g, (_, name: keyof typeof ids) => ids[name]);
  const reply = await author.send(method, path, body);
  expect(reply.status, reply.text).toBeLessThan(300);
  const schema = schemaOf(method, template.split('?')[0] ?? '', reply.status);
  if (schema === undefined) {
    expect(reply.text).toBe('');
    return undefined;
  }
  const value: unknown = JSON.parse(reply.text);
  const found = differences(contract ?? { paths: {}, definitions: {} }, schema, value);
  expect(found.filter((line) => !BESIDE.some((name) => line.includes(`.${name}:`)))).toEqual([]);
  return value;
}

const idOf = (value: unknown) => (typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : '');

describe.skipIf(contract === undefined)(
  `answers in Power BI's shapes${contract === undefined ? ' (skipped: the contract is not at hand)' : ''}`,
  () => {
    beforeAll(async () => {
      stack = await startTestStack();
      author = await stack.client('author@contoso.example');
      ids.group = idOf(await demand('POST', `${API}/groups`, { name: 'Contract' }));
      const done = await author.upload(SEATTLE_WEATHER.path, `/groups/${ids.group}`);
      ids.import = done.id;
      ids.dataset = done.datasets[0]?.id ?? '';
      ids.report = done.reports[0]?.id ?? '';
      ids.dashboard = idOf(await demand('POST', `${API}/groups/{groupId}/dashboards`, { name: 'Contract' }));
      const opened = await author.send('GET', `/azimuth/v1/reports/${ids.report}`);
      const page = JSON.parse(opened.text).definition.pages[0];
      const visual = page.visuals.find((one: { type: string }) => one.type === 'card');
      const pin = { reportId: ids.report, pageName: page.name, visualName: visual.name };
      const pinned = await author.send('POST', `/azimuth/v1/dashboards/${ids.dashboard}/tiles`, pin);
      ids.tile = JSON.parse(pinned.text).id;
    });
    afterAll(() => stack?.stop());

    test.each([
      `${API}/groups`,
      `${API}/groups/{groupId}/users`,
      `${API}/groups/{groupId}/imports`,
      `${API}/groups/{groupId}/imports/{importId}`,
      `${API}/groups/{groupId}/datasets`,
      `${API}/groups/{groupId}/datasets/{datasetId}`,
      `${API}/groups/{groupId}/datasets/{datasetId}/tables`,
      `${API}/groups/{groupId}/reports`,
      `${API}/groups/{groupId}/reports/{reportId}`,
      `${API}/groups/{groupId}/reports/{reportId}/pages`,
      `${API}/groups/{groupId}/dashboards`,
      `${API}/groups/{groupId}/dashboards/{dashboardId}`,
      `${API}/groups/{groupId}/dashboards/{dashboardId}/tiles`,
      `${API}/groups/{groupId}/dashboards/{dashboardId}/tiles/{tileId}`,
      `${API}/datasets/{datasetId}`,
      `${API}/reports/{reportId}`,
      `${API}/dashboards/{dashboardId}/tiles`,
    ])('GET %s', async (path) => {
      const value = await demand('GET', path);
      expect(JSON.stringify(value).length).toBeGreaterThan(20);
    });

    test('POST, PUT and DELETE of users, and the end of a workspace', async () => {
      const user = { identifier: 'analyst@contoso.example', principalType: 'User', groupUserAccessRight: 'Viewer' };
      await stack.client('analyst@contoso.example').then((analyst) => analyst.send('GET', '/azimuth/v1/me'));
      await demand('POST', `${API}/groups/{groupId}/users`, user);
      await demand('PUT', `${API}/groups/{groupId}/users`, { ...user, groupUserAccessRight: 'Contributor' });
      await demand('POST', `${API}/groups/{groupId}/imports/createTemporaryUploadLocation`);
      await demand('DELETE', `${API}/groups/{groupId}/reports/{reportId}`);
      await demand('DELETE', `${API}/groups/{groupId}/datasets/{datasetId}`);
      await demand('DELETE', `${API}/groups/{groupId}`);
    });
  },
);
