import type { SystemStore } from '../../../catalog/ports.ts';
import type { Engine } from '../engine.ts';
import { readOnlySwitch } from './read-only-switch.ts';
import { systemRunner } from './system-runner.ts';
import { tenantsAndKeys } from './tenants-and-keys.ts';
import { upkeep } from './upkeep.ts';
import { usageCounter } from './usage-counter.ts';

/** Work of the system over all tenants: the only statements that are not held to one. */
export function systemStore(engine: Engine): SystemStore {
  const runner = systemRunner(engine);
  return { ...tenantsAndKeys(runner), ...upkeep(runner), ...readOnlySwitch(runner), ...usageCounter(runner) };
}
