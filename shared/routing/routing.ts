import type { CacheRule } from './cache-schema.ts';
import type { Condition } from './condition.ts';
import type { GatewayPolicies } from './gateway-policies-schema.ts';
import type { ClusterSpec, Lockdown, NetworkAccess, RegionSpec } from './network-schema.ts';
import type { LoadBalancing, Probe } from './origin-schema.ts';
import type { HeaderAction, UrlRedirect, UrlRewrite } from './rule-schema.ts';
import type { CustomDomain, Tls } from './tls-schema.ts';
import type { TrafficManager } from './traffic-manager-schema.ts';
import type { Waf, WafRule } from './waf-schema.ts';

/** One place that can answer; where it is (an address, a folder) is told to the edge when it starts. */
export type Origin = {
  readonly name: string;
  readonly serves: string;
  readonly host: string;
  readonly hostHeader?: string;
  readonly priority: number;
  readonly weight: number;
};

/** The enabled origins that can stand in for each other, and how the edge finds out which of them are well. */
export type OriginGroup = {
  readonly name: string;
  readonly origins: readonly Origin[];
  readonly probe: Probe | undefined;
  readonly loadBalancing: LoadBalancing;
  readonly sessionAffinity: boolean;
};

export type Forwarding = 'HttpOnly' | 'HttpsOnly' | 'MatchRequest';

/** What stands in for the route's group and cache; without a group or a scheme the route's own, without a cache none. */
export type RouteOverride = {
  readonly type: 'RouteConfigurationOverride';
  readonly group?: OriginGroup;
  readonly forwarding?: Forwarding;
  readonly cache: CacheRule | null;
};

/** A rule with its references resolved. */
export type RouteRule = {
  readonly name: string;
  readonly conditions: readonly Condition[];
  readonly stops: boolean;
  readonly actions: readonly (HeaderAction | UrlRedirect | UrlRewrite | RouteOverride)[];
};

/** A route with every reference resolved and every default filled in. */
export type Route = {
  readonly name: string;
  readonly methods: readonly string[];
  readonly protocols: readonly ('Http' | 'Https')[];
  readonly httpsRedirect: boolean;
  readonly forwarding: Forwarding;
  readonly group: OriginGroup;
  readonly originPath: string | undefined;
  readonly timeoutMs: number;
  readonly bodyBytes: number;
  readonly cache: CacheRule | null;
  /** The rules that have to look at the request; empty where the two lists of header actions say it all. */
  readonly rules: readonly RouteRule[];
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

/** An enabled custom rule of the firewall, its conditions ready to be asked. */
export type FirewallRule = Omit<WafRule, 'conditions' | 'enabled'> & { readonly conditions: readonly Condition[] };
/** The firewall, its rules from the lowest priority number to the highest. */
export type Firewall = Pick<Waf, 'mode' | 'block' | 'redirectUrl'> & { readonly rules: readonly FirewallRule[] };

/** A checked configuration, ready to be asked. Only `parseRouting` makes one. */
export type Routing = {
  readonly profile: {
    readonly name: string;
    readonly frontDoorId: string;
    readonly originResponseTimeoutSeconds: number;
  };
  readonly limits: { readonly urlBytes: number; readonly headerBytes: number; readonly bodyBytes: number };
  readonly tls: Tls;
  readonly domains: readonly CustomDomain[];
  readonly routes: readonly Route[];
  readonly hosts: ReadonlyMap<string, HostEntry>;
  /** Suffixes such as `.example.com`, from the longest to the shortest. */
  readonly wildcardHosts: readonly { readonly suffix: string; readonly entry: HostEntry }[];
  readonly everyHost: HostEntry | undefined;
  readonly waf: Firewall | undefined;
  readonly trafficManager: TrafficManager | undefined;
  readonly gatewayPolicies: GatewayPolicies | undefined;
  readonly regions: readonly RegionSpec[];
  readonly clusters: readonly ClusterSpec[];
  readonly networkAccess: NetworkAccess;
  readonly lockdown: Lockdown;
};
