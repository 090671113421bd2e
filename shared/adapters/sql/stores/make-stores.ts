import type { Stores } from '../../../catalog/ports.ts';
import { auditStore } from './audit.ts';
import { importStore } from './imports.ts';
import { itemStore } from './items.ts';
import { linkStore } from './links.ts';
import { peopleStore } from './people.ts';
import { permissionStore } from './permissions.ts';
import { roleMemberStore } from './role-members.ts';
import type { Scope } from './scope.ts';
import { securityStore } from './security.ts';
import { settingStore } from './settings.ts';
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
    permissions: permissionStore(scope),
    links: linkStore(scope),
    roleMembers: roleMemberStore(scope),
    settings: settingStore(scope),
    security: securityStore(scope),
    audit: auditStore(scope),
    uploads: uploadStore(scope),
    imports: importStore(scope),
  };
}
