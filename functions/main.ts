import { app } from '@azure/functions';
import { registerWithAzure } from './azure-functions.ts';
import { hasHostStorage, readRoles } from './config.ts';
import { startRoles } from './start-roles.ts';

/** The entry of a function app: registers the roles that `AZIMUTH_ROLES` names. */
const [major] = process.versions.node.split('.').map(Number);
if (major === undefined || major < 24) {
  throw new Error(
    `Azimuth's functions need Node 24; this host runs ${process.version}. Put Node 24 first on PATH and start again.`,
  );
}
const started = await startRoles(readRoles());
registerWithAzure(started.routes, hasHostStorage() ? started.timers : []);
app.hook.appTerminate(() => started.stop());
process.once('SIGTERM', () => void started.stop().finally(() => process.exit(0)));
