import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import { parseRouting } from '../shared/routing/parse-routing.ts';
import type { GeoOf } from '../shared/routing/request-facts.ts';
import type { Routing } from '../shared/routing/routing.ts';
import { printProblems } from '../shared/routing/routing-problem.ts';
import type { OriginAddress } from './connect-origins.ts';
import { groupsOf } from './edge-parts.ts';
import { createGeoTable } from './geo-table.ts';
import type { EdgeOptions } from './start-edge.ts';

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];
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
const Port = z.coerce.number().int().min(0).max(65535);
const Environment = z.object({
  PORT: Port.default(8080),
  HTTPS_PORT: Port.default(8443),
  AZIMUTH_ROUTING_CONFIG: z.string().default('routing.config.json'),
  AZIMUTH_ROUTING_OVERLAY: z.string().optional(),
  AZIMUTH_ORIGINS: z.string({ error: 'is missing: a JSON object from origin names to base URLs' }),
  AZIMUTH_EDGE_BIND: z.string().default('127.0.0.1'),
  AZIMUTH_EDGE_LOG: z.enum(['0', '1']).default('0'),
  AZIMUTH_FRONT_DOOR_ID: z.guid().optional(),
  AZIMUTH_EDGE_CERT: z.string().optional(),
  AZIMUTH_EDGE_KEY: z.string().optional(),
  AZIMUTH_EDGE_CONTROL: z.string().optional(),
  AZIMUTH_EDGE_GEO: z.string().default('{}'),
  AZIMUTH_PRIVATE_PORT: Port.optional(),
});

export type EdgeConfig = {
  readonly port: number;
  readonly tls: EdgeOptions['tls'];
  readonly privatePort: number | undefined;
  /** Where the operator's socket is; undefined where there is none. */
  readonly controlPath: string | undefined;
  /** The files that may change while the edge runs. */
  readonly files: readonly string[];
  readonly writesLog: boolean;
  readonly frontDoorId: string | undefined;
  readonly geoOf: GeoOf;
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
  const geoOf = readGeography(data.AZIMUTH_EDGE_GEO, problems);
  const tls = readTls(data, problems);
  if (problems.length > 0 || origins === undefined || geoOf === undefined) return refuse(problems);
  const parsed = parseRouting(document, overlay);
  if (parsed.kind === 'refused') return refuse(printProblems(parsed.problems).split('\n'));
  const { routing } = parsed;
  const known = new Set(groupsOf(routing).flatMap(({ origins: all }) => all.map(({ name }) => name)));
  for (const name of known) if (origins[name] === undefined) problems.push(`AZIMUTH_ORIGINS: "${name}" is missing`);
  for (const name of Object.keys(origins)) {
    if (!known.has(name)) problems.push(`AZIMUTH_ORIGINS: no route leads to an origin "${name}"`);
  }
  if (problems.length > 0) return refuse(problems);
  return {
    kind: 'config',
    config: Object.freeze({
      port: data.PORT,
      tls,
      privatePort: data.AZIMUTH_PRIVATE_PORT,
      controlPath: data.AZIMUTH_EDGE_CONTROL,
      files: [
        data.AZIMUTH_ROUTING_CONFIG,
        data.AZIMUTH_ROUTING_OVERLAY,
        data.AZIMUTH_EDGE_CERT,
        data.AZIMUTH_EDGE_KEY,
      ].filter((file) => file !== undefined),
      writesLog: data.AZIMUTH_EDGE_LOG === '1',
      frontDoorId: data.AZIMUTH_FRONT_DOOR_ID,
      geoOf,
      routing,
      origins,
    }),
  };
}

/** The certificate, if there is one. Without it nothing may listen but loopback. */
function readTls(data: z.infer<typeof Environment>, problems: string[]): EdgeOptions['tls'] {
  const { AZIMUTH_EDGE_CERT: certFile, AZIMUTH_EDGE_KEY: keyFile, AZIMUTH_EDGE_BIND: bind, HTTPS_PORT: port } = data;
  if (certFile === undefined || keyFile === undefined) {
    if (certFile !== keyFile) problems.push('AZIMUTH_EDGE_CERT and AZIMUTH_EDGE_KEY: both are needed, or neither');
    if (!LOOPBACK.includes(bind)) {
      problems.push('AZIMUTH_EDGE_BIND: only TLS may be offered beyond this machine; name a certificate, too');
    }
    return undefined;
  }
  const cert = readText('AZIMUTH_EDGE_CERT', certFile, problems);
  const key = readText('AZIMUTH_EDGE_KEY', keyFile, problems);
  if (cert === undefined || key === undefined) return undefined;
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    problems.push(`AZIMUTH_EDGE_CERT and AZIMUTH_EDGE_KEY: cannot be used together: ${why}`);
    return undefined;
  }
  return { port, bind, certificate: { cert, key } };
}

const Countries = z.record(z.string(), z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capital letters'));

function readGeography(text: string, problems: string[]): GeoOf | undefined {
  const value = parseJson('AZIMUTH_EDGE_GEO', text, problems);
  if (value === undefined) return undefined;
  const parsed = Countries.safeParse(value);
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map(({ path, message }) => `AZIMUTH_EDGE_GEO ${path.join('.')}: ${message}`));
    return undefined;
  }
  try {
    return createGeoTable(parsed.data);
  } catch (error) {
    problems.push(`AZIMUTH_EDGE_GEO: ${error instanceof Error ? error.message : 'cannot be read'}`);
    return undefined;
  }
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
