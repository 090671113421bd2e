import type { Stores } from '../../../catalog/ports.ts';
import { importStore } from './imports.ts';
import { itemStore } from './items.ts';
import { peopleStore } from './people.ts';
import type { Scope } from './scope.ts';
import { shareStore } from './shares.ts';
import { tileStore } from './tiles.ts';
import { uploadStore } from './uploads.ts';
import { versionStore } from './versions.ts';
import { workspaceStore } from './workspaces.ts';

/** All stores of the one tenant that the scope is held to. */
export function makeStores(scope: Scope): Stores {
  return {
    people: peopleStore(scope),
    workspaces: workspaceStore(scope),
    items: itemStore(scope),
    versions: versionStore(scope),
    tiles: tileStore(scope),
    shares: shareStore(scope),
    uploads: uploadStore(scope),
    imports: importStore(scope),
  };
}
