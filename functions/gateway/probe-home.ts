const PROBE_TIMEOUT_MS = 2000;

/**
 * Asks a Gateway whether it is alive, with the header by which it knows our edge where there is one. Only a 200 in time
 * is life.
 */
export async function probeHome(gatewayUrl: string, lockdown: Readonly<Record<string, string>> = {}): Promise<boolean> {
  try {
    const answer = await fetch(`${gatewayUrl}/v1.0/health`, {
      method: 'HEAD',
      headers: lockdown,
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
