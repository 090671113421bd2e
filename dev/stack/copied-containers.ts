import { readFileSync } from 'node:fs';
import type { ServiceIdentity } from '../identity-endpoint/service-identities.ts';
import { blobContainer } from './blob-account.ts';
import { DATA_CONTAINERS, storageToken } from './create-containers.ts';
import { COPY_ACCOUNT } from './regions.ts';
import type { CopiedContainer } from './replicate-blobs.ts';
import type { RegionPorts, StackPorts } from './stack-addresses.ts';

const TOKEN_LIFE_MS = 10 * 60_000;

/** The data of each of two regions, and the copy of it in the other. */
export function copiedContainers(
  ports: StackPorts & { readonly second: RegionPorts },
  identity: ServiceIdentity,
  caFile: string,
): readonly CopiedContainer[] {
  const ca = readFileSync(caFile);
  let known: { readonly token: Promise<string>; readonly until: number } | undefined;
  const token = (): Promise<string> => {
    if (known === undefined || known.until < Date.now()) {
      known = { token: storageToken(ports.managedIdentity, identity), until: Date.now() + TOKEN_LIFE_MS };
    }
    return known.token;
  };
  const [first, second] = [ports.blob, ports.second.blob].map((port) => ({ port, ca, token }));
  if (first === undefined || second === undefined) return [];
  return [
    { home: first, copy: second },
    { home: second, copy: first },
  ].flatMap(({ home, copy }) =>
    DATA_CONTAINERS.map((name) => ({
      from: blobContainer(home, 'data', name),
      to: blobContainer(copy, COPY_ACCOUNT, name),
    })),
  );
}
