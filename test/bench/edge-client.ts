import { type Agent, type IncomingMessage, request } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

/** What a bench asks, and of whom. */
export type Asked = {
  readonly port: number;
  readonly path: string;
  readonly agent: Agent | HttpsAgent;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
};

const SMALL_LATE_MS = 1;

/** One request, its whole answer read and thrown away. Anything but 200 and 201 ends the bench. */
export function exchange({ body, agent, headers = {}, ...options }: Asked): Promise<IncomingMessage> {
  const ask = agent instanceof HttpsAgent ? requestHttps : request;
  return new Promise((resolve, reject) => {
    const sent = ask({ host: '127.0.0.1', agent, headers: { ...headers }, ...options }, (answer) => {
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200 || answer.statusCode === 201) resolve(answer);
        else reject(new Error(`${options.path.split('?', 1)[0]} was answered ${answer.statusCode}.`));
      });
      answer.resume();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends so many requests a second, whether or not the ones before were answered; how long each took, in milliseconds. */
export async function atRate(asked: Asked, perSecond: number, seconds: number): Promise<readonly number[]> {
  const taken: Promise<number>[] = [];
  const startedAt = performance.now();
  const once = async (): Promise<number> => {
    const sentAt = performance.now();
    await exchange(asked);
    return performance.now() - sentAt;
  };
  while (taken.length < perSecond * seconds) {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1000);
    while (taken.length < Math.min(due, perSecond * seconds)) taken.push(once());
    await new Promise((resolve) => setTimeout(resolve, SMALL_LATE_MS));
  }
  return Promise.all(taken);
}

/** How many answers a second so many clients get that ask again and again. */
export async function atFullSpeed(asked: Asked, clients: number, seconds: number): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) {
      await exchange(asked);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return count / ((performance.now() - startedAt) / 1000);
}
