/** Starts all roles as a function app would and prints which modules of telemetry were loaded meanwhile. */
import { registerHooks } from 'node:module';

const loaded = new Set();
registerHooks({
  load(url, context, nextLoad) {
    if (/opentelemetry|applicationinsights/.test(url)) loaded.add(url);
    return nextLoad(url, context);
  },
});
const { startRoles } = await import('../../functions/start-roles.ts');
const started = await startRoles(['web-front-end', 'gateway', 'presentation', 'data-movement']);
const answer = await started.routes
  .find(({ name }) => name === 'web-front-end-configuration')
  ?.handler(new Request('http://localhost/.well-known/azimuth'), { signal: AbortSignal.timeout(1000), log: () => {} });
console.log(JSON.stringify({ status: answer?.status, loaded: loaded.size, names: [...loaded].slice(0, 5) }));
process.exit(0);
