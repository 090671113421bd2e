import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseRouting } from '../shared/routing/parse-routing.ts';
import type { Routing } from '../shared/routing/routing.ts';
import { printProblems } from '../shared/routing/routing-problem.ts';
import type { OriginAddress } from './start-edge.ts';

const BaseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine((url) => !url.includes('?') && !url.includes('#') && !url.includes('@'), {
    error: 'must be an address only',
  });
const Origins = z.record(
  z.string(),
  z.union(
    [BaseUrl, z.strictObject({ url: BaseUrl, ca: z.string().optional() }), z.strictObject({ directory: z.string() })],
    {
      error: 'must be a base URL, {"url", "ca"} or {"directory"}',
    },
  ),
);
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  AZIMUTH_ROUTING_CONFIG: z.string().default('routing.config.json'),
  AZIMUTH_ROUTING_OVERLAY: z.string().optional(),
  AZIMUTH_ORIGINS: z.string({ error: 'is missing: a JSON object from origin names to base URLs' }),
  AZIMUTH_EDGE_BIND: z.string().default('127.0.0.1'),
  AZIMUTH_EDGE_LOG: z.enum(['0', '1']).default('0'),
  AZIMUTH_FRONT_DOOR_ID: z.guid().optional(),
});

export type EdgeConfig = {
  readonly port: number;
  readonly bind: string;
  readonly writesLog: boolean;
  readonly frontDoorId: string | undefined;
  readonly routing: Routing;
  readonly origins: Readonly<Record<string, OriginAddress>>;
};

/** Settings of the edge process, or the list of everything that is wrong with them. */
export type ReadConfig =
  | { readonly kind: 'config'; readonly config: EdgeConfig }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** Reads the settings and the files that they name, once. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): ReadConfig {
  const settings = Environment.safeParse(blankAsAbsent(environment));
  if (!settings.success) {
    return refuse(settings.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  const problems: string[] = [];
  const { data } = settings;
  const document = readJson('AZIMUTH_ROUTING_CONFIG', data.AZIMUTH_ROUTING_CONFIG, problems);
  const overlay =
    data.AZIMUTH_ROUTING_OVERLAY === undefined
      ? undefined
      : readJson('AZIMUTH_ROUTING_OVERLAY', data.AZIMUTH_ROUTING_OVERLAY, problems);
  const origins = readOrigins(data.AZIMUTH_ORIGINS, problems);
  if (problems.length > 0 || origins === undefined) return refuse(problems);
  const parsed = parseRouting(document, overlay);
  if (parsed.kind === 'refused') return refuse(printProblems(parsed.problems).split('\n'));
  const { routing } = parsed;
  const known = new Set(routing.routes.flatMap(({ group }) => group.origins.map(({ name }) => name)));
  for (const name of known) if (origins[name] === undefined) problems.push(`AZIMUTH_ORIGINS: "${name}" is missing`);
  for (const name of Object.keys(origins)) {
    if (!known.has(name)) problems.push(`AZIMUTH_ORIGINS: no route leads to an origin "${name}"`);
  }
  if (problems.length > 0) return refuse(problems);
  return {
    kind: 'config',
    config: Object.freeze({
      port: data.PORT,
      bind: data.AZIMUTH_EDGE_BIND,
      writesLog: data.AZIMUTH_EDGE_LOG === '1',
      frontDoorId: data.AZIMUTH_FRONT_DOOR_ID,
      routing,
      origins,
    }),
  };
}

function readOrigins(text: string, problems: string[]): Record<string, OriginAddress> | undefined {
  const value = parseJson('AZIMUTH_ORIGINS', text, problems);
  if (value === undefined) return undefined;
  const parsed = Origins.safeParse(value);
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map(({ path, message }) => `AZIMUTH_ORIGINS ${path.join('.')}: ${message}`));
    return undefined;
  }
  const origins: Record<string, OriginAddress> = {};
  for (const [name, address] of Object.entries(parsed.data)) {
    if (typeof address === 'string') origins[name] = { url: address };
    else if ('directory' in address) origins[name] = address;
    else {
      const ca = address.ca === undefined ? undefined : readText(`AZIMUTH_ORIGINS ${name}.ca`, address.ca, problems);
      origins[name] = ca === undefined ? { url: address.url } : { url: address.url, ca };
    }
  }
  return origins;
}

function readJson(setting: string, path: string, problems: string[]): unknown {
  const text = readText(setting, path, problems);
  return text === undefined ? undefined : parseJson(`${setting} (${path})`, text, problems);
}

function readText(setting: string, path: string, problems: string[]): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    problems.push(`${setting}: cannot read ${path}: ${error instanceof Error ? error.message : 'unknown'}`);
    return undefined;
  }
}

function parseJson(what: string, text: string, problems: string[]): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    problems.push(`${what}: is not JSON: ${error instanceof Error ? error.message : 'unknown'}`);
    return undefined;
  }
}

function blankAsAbsent(environment: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

function refuse(problems: readonly string[]): ReadConfig {
  return { kind: 'refused', problems };
}
