import { WellKnown } from '../../../shared/contract/well-known.ts';
import { problemOf, unreachable } from './problem.ts';

/** Where to sign in and where the service is: the first call of the page, and the only one without a token. */
export async function getWellKnown(): Promise<WellKnown> {
  const response = await fetch('/.well-known/azimuth', { cache: 'no-cache' }).catch((thrown: unknown) => {
    throw unreachable(thrown);
  });
  if (!response.ok) throw await problemOf(response);
  return WellKnown.parse(await response.json());
}
