import { Fault } from '../domain/faults.ts';
import { fetchKeySet, type IssuerKey } from './key-set.ts';

/**
 * The public key that an issuer names by `kid`: undefined where the issuer has no such key. Throws
 * `upstream-unavailable` where the issuer cannot be asked and it cannot be told whether there is such a key.
 */
export type IssuerKeys = (kid: string) => Promise<IssuerKey | undefined>;

export type IssuerKeysSettings = {
  /** The address of the issuer's key set, from the settings: never from a token. */
  readonly url: string | URL;
  readonly now: () => Date;
  readonly fetch?: typeof globalThis.fetch;
  readonly refreshMs?: number;
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
};

const REFRESH_MS = 60 * 60 * 1000;
const COOLDOWN_MS = 5 * 60 * 1000;
const TIMEOUT_MS = 5000;
/** How long nobody asks again after a failed first fetch: short, since without keys nobody is let in. */
const FIRST_PAUSE_MS = 1000;

/**
 * The keys of one issuer, kept by `kid` (I-30). Keys older than `refreshMs` are fetched anew in the background; an
 * unknown `kid` causes at most one fetch per `cooldownMs`, however many tokens name one; concurrent callers share a
 * fetch; while the issuer is down or slow, the keys last known stay good.
 */
export function createIssuerKeys(settings: IssuerKeysSettings): IssuerKeys {
  const { refreshMs = REFRESH_MS, cooldownMs = COOLDOWN_MS, timeoutMs = TIMEOUT_MS } = settings;
  const clock = (): number => settings.now().getTime();
  let known: ReadonlyMap<string, IssuerKey> | undefined;
  let freshAt = 0;
  let triedAt = Number.NEGATIVE_INFINITY;
  let soughtAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let underWay: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    triedAt = clock();
    try {
      known = await fetchKeySet(settings.fetch ?? globalThis.fetch, settings.url, timeoutMs);
      freshAt = clock();
      failure = undefined;
    } catch (cause) {
      failure = cause;
    }
  };
  /** Never rejects: what went wrong is kept in `failure`. */
  const refresh = (): Promise<void> => {
    underWay ??= load().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  const unavailable = () => new Fault('upstream-unavailable', { role: 'identity provider' }, { cause: failure });

  const first = async (): Promise<void> => {
    if (underWay !== undefined || clock() - triedAt >= FIRST_PAUSE_MS) await refresh();
    if (known === undefined) throw unavailable();
  };
  const seek = async (): Promise<void> => {
    if (underWay === undefined && clock() - soughtAt < cooldownMs) return;
    if (underWay === undefined) soughtAt = clock();
    await refresh();
  };

  return async (kid) => {
    if (known === undefined) await first();
    else if (!known.has(kid)) await seek();
    else if (clock() - freshAt >= refreshMs && clock() - triedAt >= cooldownMs) void refresh();
    const key = known?.get(kid);
    if (key === undefined && failure !== undefined) throw unavailable();
    return key;
  };
}
