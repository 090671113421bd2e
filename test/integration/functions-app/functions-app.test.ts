import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreePort } from '../../../dev/stack/free-port.ts';
import { LOCAL_FRONT_DOOR_ID } from '../../../dev/stack/stack-addresses.ts';
import type { Stack } from '../../../dev/stack/start-stack.ts';
import { dataMovementRoutes, dataMovementTimers } from '../../../functions/data-movement/routes.ts';
import { gatewayRoutes } from '../../../functions/gateway/routes.ts';
import { OPERATIONS } from '../../../functions/operations.ts';
import { presentationRoutes } from '../../../functions/presentation/routes.ts';
import { matchPath, type Route } from '../../../functions/route.ts';
import { webFrontEndRoutes } from '../../../functions/web-front-end/routes.ts';
import { DashboardData, DashboardTile, Me, PageData, ReportDetail } from '../../../shared/contract/azimuth.ts';
import { Dashboard } from '../../../shared/contract/power-bi.ts';
import { ROLES, type RoleName } from '../../../shared/domain/principal.ts';
import { EDGE_ID_HEADER } from '../../../shared/routing/network-schema.ts';
import { Anything, API, OURS, request } from '../client.ts';
import { expectFromFile, SEATTLE_WEATHER } from '../file-answers.ts';
import { startTestStack, type TestStack } from '../stack.ts';
import { type FunctionsApp, type Registered, settingsFor, startFunctionsApp } from './functions-app.ts';

/** The build as Azure Functions gets it: what it registers, and the product served through what it registered. */
const never = (): never => {
  throw new Error('Nothing is opened when routes are registered.');
};
const TABLES: { readonly [R in RoleName]: () => readonly Route[] } = {
  'web-front-end': () => webFrontEndRoutes(frontEnd),
  gateway: () => gatewayRoutes(never),
  presentation: () => presentationRoutes(never),
  'data-movement': () => dataMovementRoutes(never),
};
const frontEnd = { readPage: never, origins: { signIn: [], intake: '' }, wellKnown: nothingKnown() };
const ANYWHERE = {
  home: '/nowhere',
  ports: {
    public: 1,
    identity: 1,
    managedIdentity: 1,
    blob: 1,
    roles: { 'web-front-end': 1, gateway: 1, presentation: 1, 'data-movement': 1 },
  },
};

function nothingKnown() {
  return { authority: '', tokenEndpoint: '', clientId: '', scope: '', apiBase: '', azimuthBase: '', version: '' };
}

/** What the host must be told about these roles' routes, and of their timers where it has storage for them. */
function expected(roles: readonly RoleName[], hasStorage = false): readonly Registered[] {
  const routes = roles.flatMap((role) => TABLES[role]());
  const timers =
    hasStorage && roles.includes('data-movement')
      ? dataMovementTimers({ pending: { all: never }, now: () => new Date() }, never)
      : [];
  return byName([
    ...routes.map(({ name, path, methods }) => ({
      name,
      trigger: { type: 'httpTrigger', route: path.slice(1), methods: [...methods].toSorted(), authLevel: 'anonymous' },
    })),
    ...timers.map(({ name, schedule }) => ({ name, trigger: { type: 'timerTrigger', schedule } })),
  ]);
}

function byName(functions: readonly Registered[]): readonly Registered[] {
  return functions
    .map(({ name, trigger }) => {
      const { methods } = trigger;
      const upper = methods?.map((method) => method.toUpperCase()).toSorted();
      return { name, trigger: upper === undefined ? trigger : { ...trigger, methods: upper } };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function registeredBy(
  roles: readonly RoleName[],
  more: Readonly<Record<string, string>> = {},
): Promise<readonly Registered[]> {
  const app = await startFunctionsApp({ ...settingsFor(ANYWHERE), AZIMUTH_ROLES: roles.join(','), ...more }, 0);
  await app.stop();
  return byName(app.functions);
}

describe('the built entry', () => {
  let all: readonly Registered[] = [];
  beforeAll(async () => {
    all = await registeredBy(ROLES);
  });

  test('registers exactly the tables’ functions, with all roles in one app and no store in reach', () => {
    expect(all).toEqual(expected(ROLES));
    expect(all.length).toBeGreaterThan(2 * OPERATIONS.length);
  });

  test.each(ROLES)('registers the role %s alone where it is told so', async (role) => {
    expect(await registeredBy([role])).toEqual(expected([role]));
  });

  test('registers the timers where the host has storage, by identity or by connection', async () => {
    for (const more of [
      { AzureWebJobsStorage__accountName: 'host' },
      { AzureWebJobsStorage: 'UseDevelopmentStorage=true' },
    ]) {
      const registered = await registeredBy(['data-movement'], more);
      expect(registered).toEqual(expected(['data-movement'], true));
      expect(registered.some(({ trigger }) => trigger.type === 'timerTrigger')).toBe(true);
    }
  });

  test('refuses to start as no role, or as an unknown one', async () => {
    for (const roles of ['', 'gateway,kitchen']) {
      await expect(startFunctionsApp({ ...settingsFor(ANYWHERE), AZIMUTH_ROLES: roles }, 0)).rejects.toThrow(
        'AZIMUTH_ROLES must list some of',
      );
    }
  });

  test('lists every setting that a role lacks at once', async () => {
    await expect(startFunctionsApp({ AZIMUTH_ROLES: 'presentation' }, 0)).rejects.toThrow(
      /AZIMUTH_PUBLIC_URL[\s\S]*AZIMUTH_DATA_BLOB_URL/,
    );
  });

  test('uses no name that the host refuses, and no route that it keeps for itself', () => {
    for (const { name, trigger } of all) {
      expect(name).toMatch(/^[A-Za-z][\w-]{0,126}$/);
      expect(trigger.route ?? '', name).not.toMatch(/^(admin|runtime)(\/|$)/i);
    }
    expect(new Set(all.map(({ name }) => name.toLowerCase())).size).toBe(all.length);
  });

  test('answers HEAD and OPTIONS only where a table says so', () => {
    const withMethod = (method: string) =>
      all.filter(({ trigger }) => trigger.methods?.includes(method)).map(({ name }) => name);
    const unknown = ['gateway-zz-unknown-1', 'gateway-zz-unknown-2'];
    expect(withMethod('OPTIONS')).toEqual(unknown);
    expect(withMethod('HEAD')).toEqual([
      'gateway-health',
      ...unknown,
      'web-front-end-configuration',
      'web-front-end-health',
      'web-front-end-zz-page',
    ]);
  });

  test('has names in whose order the host finds every operation’s own function', () => {
    // The host tries routes in the order of the functions' names.
    const first = (method: string, path: string) =>
      all.find(({ trigger }) => trigger.methods?.includes(method) && matchPath(`/${trigger.route}`, path) !== undefined)
        ?.name;
    for (const { name, method, path, role } of OPERATIONS) {
      const sample = path.replace(/\{\w+\}/g, () => crypto.randomUUID());
      expect(first(method, sample)).toBe(`gateway-${name}`);
      expect(first(method, `/internal/${role}${sample}`)).toBe(`${role}-${name}`);
    }
    expect(first('GET', '/v1.0/health')).toBe('gateway-health');
    expect(first('GET', '/v1.0/nothing')).toBe('gateway-zz-unknown-1');
    expect(first('GET', '/')).toBe('web-front-end-zz-page');
    expect(first('GET', '/.well-known/azimuth')).toBe('web-front-end-configuration');
  });
});

/** A stack without roles, which then are one functions app on the port that the edge expects. */
async function stackBeside(serve: (stack: Stack) => Promise<() => Promise<void>>): Promise<TestStack> {
  return startTestStack({
    roles: 'none',
    fixedPorts: { blob: 0, identity: 0, managedIdentity: 0, roles: await findFreePort() },
    serveRoles: serve,
  });
}

/** From a file to a shared dashboard, through whatever serves the roles. */
async function mainPath(stack: TestStack): Promise<void> {
  const author = await stack.client('author@contoso.example');
  const viewer = await stack.client('viewer@contoso.example');
  const { objectId } = await viewer.call(Me, 'GET', `${OURS}/me`);

  const done = await author.upload(SEATTLE_WEATHER.path);
  expect(done.importState).toBe('Succeeded');
  const reportId = done.reports[0]?.id ?? '';
  const report = await author.call(ReportDetail, 'GET', `${OURS}/reports/${reportId}`);
  const page = report.definition.pages[0];
  const { visuals } = await author.call(PageData, 'POST', `${OURS}/reports/${reportId}/pages/${page?.name}/data`, {});
  for (const visual of page?.visuals ?? []) {
    const result = visuals[visual.name];
    if (result?.kind !== 'data') throw new Error(`${visual.name} has no data.`);
    await expectFromFile(result.answer, SEATTLE_WEATHER, visual);
  }

  const board = await author.call(Dashboard, 'POST', `${API}/dashboards`, { name: 'Weather' });
  const dashboard = `${OURS}/dashboards/${board.id}`;
  const pin = { reportId, pageName: page?.name ?? '', visualName: 'parts' };
  const tile = await author.call(DashboardTile, 'POST', `${dashboard}/tiles`, pin);
  expect((await viewer.send('GET', `${dashboard}/data`)).status).toBe(404);
  await author.call(Anything, 'POST', `${dashboard}/permissions`, { recipients: [objectId] });
  const { tiles } = await viewer.call(DashboardData, 'GET', `${dashboard}/data`);
  expect(tiles[tile.id]).toMatchObject({ kind: 'data', answer: { rowCount: 5 } });
  await author.call(Anything, 'DELETE', `${dashboard}/permissions/${objectId}`);
  expect((await viewer.send('GET', `${dashboard}/data`)).status).toBe(404);

  const failed = await author.upload({ name: 'ragged.csv', content: 'a,b\n1,2\n3\n' });
  expect(failed.importState).toBe('Failed');
  expect((await author.send('GET', `${API}/nothing`)).status).toBe(404);
  expect((await request(`${stack.url}${OURS}/me`)).status).toBe(401);
}

describe('the product as one functions app', () => {
  let stack: TestStack;
  let app: FunctionsApp;
  beforeAll(async () => {
    stack = await stackBeside(async (beside) => {
      app = await startFunctionsApp(settingsFor(beside), beside.ports.roles.gateway);
      return () => app.stop();
    });
  });
  afterAll(() => stack?.stop());

  test('goes from a file to a shared dashboard, with the committed settings', () => mainPath(stack));

  test('keeps the internal roles closed though they are in the same app', async () => {
    const author = await stack.client('author@contoso.example');
    for (const base of [stack.url, `http://127.0.0.1:${stack.stack.ports.roles.gateway}`]) {
      const url = `${base}/internal/presentation${OURS}/me`;
      expect((await request(url)).status).toBe(401);
      expect((await request(url, { headers: { authorization: `Bearer ${author.token}` } })).status).toBe(403);
    }
  });
});

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Azure Functions Core Tools. */
const TOOLS = 'func';
const hasTools = spawnSync(TOOLS, ['--version'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!hasTools)(
  `func start${hasTools ? '' : ' (skipped: Azure Functions Core Tools are not on PATH)'}`,
  () => {
    let stack: TestStack;
    beforeAll(async () => {
      stack = await stackBeside(async (beside) => {
        // The app as it is deployed, with its own settings file: the repository's one names the fixed ports.
        const folder = join(beside.home, 'app');
        mkdirSync(folder);
        for (const name of ['host.json', 'package.json', 'dist', 'node_modules']) {
          symlinkSync(join(ROOT, name), join(folder, name));
        }
        const settings = { IsEncrypted: false, Values: settingsFor(beside) };
        writeFileSync(join(folder, 'local.settings.json'), JSON.stringify(settings));
        const port = beside.ports.roles.gateway;
        const child = spawn(TOOLS, ['start', '--port', String(port)], { cwd: folder, stdio: 'ignore' });
        const exited = new Promise((resolve) => child.once('exit', resolve));
        await expect
          .poll(
            () =>
              request(`http://127.0.0.1:${port}/v1.0/health`, {
                headers: { [EDGE_ID_HEADER]: LOCAL_FRONT_DOOR_ID },
              }).then(
                ({ status }) => status,
                () => 0,
              ),
            {
              timeout: 90_000,
              interval: 500,
            },
          )
          .toBe(200);
        return async () => {
          child.kill();
          await exited;
        };
      });
    });
    afterAll(() => stack?.stop());

    test('serves the whole product on the same build', () => mainPath(stack), 120_000);
  },
);
