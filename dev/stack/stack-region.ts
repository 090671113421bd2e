import type { RoleName } from '../identity-endpoint/service-identities.ts';
import type { Child } from './child.ts';
import type { ChildGroup } from './child-group.ts';
import type { RegionSpecs } from './process-specs.ts';
import type { RegionName } from './regions.ts';
import type { RegionPorts } from './stack-addresses.ts';

/** One region of a running stack, which tests and benches take away and give back. */
export type StackRegion = {
  readonly name: RegionName;
  readonly ports: RegionPorts;
  /** Its roles that run, by their process names. */
  roles(): readonly Pick<Child, 'name' | 'pid' | 'port'>[];
  /** Its roles, or these of them, are gone at once; the stores stay. */
  kill(roles?: readonly RoleName[]): Promise<void>;
  /** Starts the roles again that are gone. */
  revive(): Promise<void>;
  /** Brings the copies of both regions' data up to date. */
  copyNow(): Promise<void>;
};

export function stackRegion(
  { name, ports, roles }: RegionSpecs,
  group: ChildGroup,
  copyNow: () => Promise<void>,
): StackRegion {
  const names = roles.map((spec) => spec.name);
  const isOneOf = (wanted: readonly RoleName[], process: string) => wanted.some((role) => process.endsWith(role));
  return {
    name,
    ports,
    roles: () => group.children.filter((child) => names.includes(child.name)),
    kill: (wanted) => group.kill(wanted === undefined ? names : names.filter((process) => isOneOf(wanted, process))),
    revive: () => group.revive(roles),
    copyNow,
  };
}
