import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

/**
 * A thread that calls without waiting for answers, so many times a second, beside whoever measures: what it does with its
 * answers is not in the other's way. Ends with the counts of what was answered.
 */
export const Noise = z.object({
  port: z.number(),
  path: z.string(),
  token: z.string(),
  perSecond: z.number(),
  seconds: z.number(),
});
export type Noise = z.infer<typeof Noise>;
export const NoiseCounts = z.object({ sent: z.number(), refused: z.number(), failed: z.number() });

const LATE_MS = 2;
const AT_ONCE = 500;

if (parentPort !== null) parentPort.postMessage(await call(Noise.parse(workerData)));

async function call({ port, path, token, perSecond, seconds }: Noise): Promise<z.infer<typeof NoiseCounts>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const headers = { authorization: `Bearer ${token}` };
  const running = new Set<Promise<void>>();
  const counts = { sent: 0, refused: 0, failed: 0 };
  const once = (): Promise<void> =>
    new Promise((resolve) => {
      const sent = request({ host: '127.0.0.1', port, path, agent, headers }, (answer) => {
        if (answer.statusCode === 429) counts.refused += 1;
        else if (answer.statusCode !== 200) counts.failed += 1;
        answer.on('close', resolve).resume();
      });
      sent.on('error', () => {
        counts.failed += 1;
        resolve();
      });
      sent.end();
    });
  const startedAt = performance.now();
  for (let passed = 0; passed < seconds; passed = (performance.now() - startedAt) / 1000) {
    while (counts.sent < passed * perSecond && running.size < AT_ONCE) {
      counts.sent += 1;
      const done = once().finally(() => running.delete(done));
      running.add(done);
    }
    await pause(LATE_MS);
  }
  await Promise.all(running);
  agent.destroy();
  return counts;
}
