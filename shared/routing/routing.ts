import type { CacheRule, HeaderAction } from './routing-config.ts';

/** One place that can answer; where it is (an address, a folder) is told to the edge when it starts. */
export type Origin = {
  readonly name: string;
  readonly serves: string;
  readonly host: string;
  readonly hostHeader?: string;
  readonly priority: number;
  readonly weight: number;
};

/** Origins that can stand in for each other: the enabled ones of the lowest priority number. */
export type OriginGroup = { readonly name: string; readonly origins: readonly Origin[] };

/** A route with every reference resolved and every default filled in. */
export type Route = {
  readonly name: string;
  readonly methods: readonly string[];
  readonly group: OriginGroup;
  readonly originPath: string | undefined;
  readonly timeoutMs: number;
  readonly bodyBytes: number;
  readonly cache: CacheRule | null;
  readonly requestActions: readonly HeaderAction[];
  readonly responseActions: readonly HeaderAction[];
  readonly keepRequestHeaders: readonly string[];
};

/** One path pattern of a host: the whole path, or what comes before the `*`; lower-case. */
export type PathEntry = { readonly path: string; readonly isPrefix: boolean; readonly route: Route };
/** The patterns of one host: exact ones by path, and prefixes from the longest to the shortest. */
export type HostEntry = {
  readonly exact: ReadonlyMap<string, PathEntry>;
  readonly prefixes: readonly PathEntry[];
};

/** A checked configuration, ready to be asked. Only `parseRouting` makes one. */
export type Routing = {
  readonly profile: {
    readonly name: string;
    readonly frontDoorId: string;
    readonly originResponseTimeoutSeconds: number;
  };
  readonly limits: { readonly urlBytes: number; readonly headerBytes: number; readonly bodyBytes: number };
  readonly routes: readonly Route[];
  readonly hosts: ReadonlyMap<string, HostEntry>;
  /** Suffixes such as `.example.com`, from the longest to the shortest. */
  readonly wildcardHosts: readonly { readonly suffix: string; readonly entry: HostEntry }[];
  readonly everyHost: HostEntry | undefined;
};
