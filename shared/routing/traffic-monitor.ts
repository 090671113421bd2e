import { isInStatusRange } from './status-range.ts';
import type { TrafficEndpoint, TrafficMonitor } from './traffic-manager-schema.ts';

/** What the monitor says of an endpoint, in Traffic Manager's words. */
export type EndpointStatus =
  | 'CheckingEndpoint'
  | 'Online'
  | 'Degraded'
  | 'Disabled'
  | 'Inactive'
  | 'Stopped'
  | 'Unmonitored';

/** What checks have shown so far. */
export type MonitorState = {
  readonly status: 'CheckingEndpoint' | 'Online' | 'Degraded';
  /** How many checks failed since the last that did not. */
  readonly failures: number;
};

/** What one check found: the status of the answer, `connected` for TCP, or undefined where nothing came in time. */
export type CheckOutcome = number | 'connected' | undefined;

/** Before the first check. */
export const UNCHECKED: MonitorState = Object.freeze({ status: 'CheckingEndpoint', failures: 0 });

/**
 * The state after one more check. One success is enough to be online; it takes one failure more than are tolerated, in a row,
 * to be degraded.
 */
export function afterCheck(state: MonitorState, outcome: CheckOutcome, monitor: TrafficMonitor): MonitorState {
  if (isExpected(outcome, monitor)) return { status: 'Online', failures: 0 };
  const failures = state.failures + 1;
  return { status: failures > monitor.toleratedFailures ? 'Degraded' : state.status, failures };
}

/** Whether an endpoint is asked at all, and what its state then means. */
export function statusOf(
  { enabled, alwaysServe }: Pick<TrafficEndpoint, 'enabled' | 'alwaysServe'>,
  profileIsEnabled: boolean,
  state: MonitorState | 'Stopped' | undefined,
): EndpointStatus {
  if (!enabled) return 'Disabled';
  if (!profileIsEnabled) return 'Inactive';
  if (state === 'Stopped') return 'Stopped';
  if (alwaysServe) return 'Unmonitored';
  return state?.status ?? 'CheckingEndpoint';
}

/** Says whether answers may name an endpoint of this status while others are well too. */
export function isServing(status: EndpointStatus): boolean {
  return status === 'Online' || status === 'CheckingEndpoint' || status === 'Unmonitored';
}

/** Says whether an endpoint takes part at all: degraded ones do where nothing better is left. */
export function isInPlay(status: EndpointStatus): boolean {
  return isServing(status) || status === 'Degraded';
}

function isExpected(outcome: CheckOutcome, { protocol, expectedStatus }: TrafficMonitor): boolean {
  if (outcome === undefined) return false;
  if (protocol === 'TCP' || outcome === 'connected') return protocol === 'TCP' && outcome === 'connected';
  return expectedStatus.some((range) => isInStatusRange(outcome, range));
}
