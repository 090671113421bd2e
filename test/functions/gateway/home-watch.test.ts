import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createHomeWatch } from '../../../functions/gateway/home-watch.ts';
import { probeHome } from '../../../functions/gateway/probe-home.ts';

/** A watch over a Gateway that is well or not as these answers say, one for each probe; its timers are run by hand. */
function watchOver(answers: boolean[]) {
  let planned: (() => void)[] = [];
  let asked = 0;
  const told: boolean[] = [];
  const watch = createHomeWatch({
    probe: async () => {
      asked += 1;
      return answers.shift() ?? true;
    },
    onChange: (isDown) => told.push(isDown),
    later: (work) => planned.push(work),
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    watch,
    asked: () => asked,
    told,
    isDown: () => watch.downSignal().aborted,
    async suspect() {
      watch.suspect();
      await settle();
    },
    async nextProbe() {
      const due = planned;
      planned = [];
      for (const work of due) work();
      await settle();
      return due.length;
    },
  };
}

describe('Z-04: a watch over the home of other tenants', () => {
  test('asks nothing while nothing is suspected', async () => {
    const { asked, nextProbe } = watchOver([]);
    expect([await nextProbe(), asked()]).toEqual([0, 0]);
  });

  test('is over with the first probe that succeeds: one lost request makes no failover', async () => {
    const { suspect, asked, isDown, nextProbe } = watchOver([true]);
    await suspect();
    expect([asked(), isDown(), await nextProbe()]).toEqual([1, false, 0]);
  });

  test('finds it down after two failed probes, and up again after one that succeeds', async () => {
    const { suspect, isDown, nextProbe, watch, told } = watchOver([false, false, false, true]);
    await suspect();
    expect(isDown()).toBe(false);
    await nextProbe();
    expect(isDown()).toBe(true);
    const before = watch.downSignal();
    await nextProbe();
    expect(isDown()).toBe(true);
    await nextProbe();
    expect([isDown(), before.aborted, await nextProbe()]).toEqual([false, true, 0]);
    expect(told).toEqual([true, false]);
  });

  test('starts anew after it: a single failure later is not the second of two', async () => {
    const { suspect, isDown, nextProbe } = watchOver([false, false, true, false, true]);
    await suspect();
    await nextProbe();
    await nextProbe();
    await suspect();
    expect(isDown()).toBe(false);
    await nextProbe();
    expect(isDown()).toBe(false);
  });

  test('asks one probe at a time, however many requests fail', async () => {
    const { suspect, asked } = watchOver([false]);
    await Promise.all([suspect(), suspect(), suspect()]);
    expect(asked()).toBe(1);
  });
});

describe('a probe', () => {
  test('succeeds by a 200 of the health path and by nothing else', async () => {
    let status = 200;
    const paths: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      paths.push(`${request.method} ${request.url} ${request.headers['x-azure-fdid']}`);
      response.writeHead(status, { location: '/' }).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const found: boolean[] = [];
    for (status of [200, 204, 302, 503]) found.push(await probeHome(url, { 'x-azure-fdid': 'id' }));
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    found.push(await probeHome(url));
    expect(found).toEqual([true, false, false, false, false]);
    expect(new Set(paths)).toEqual(new Set(['HEAD /v1.0/health id']));
  });
});
