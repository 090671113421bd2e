import { printAccess, printFirewall } from './access-record.ts';
import { messageOf } from './answer-request.ts';
import { type EdgeConfig, readConfig } from './config.ts';
import { openControl } from './control.ts';
import { type Edge, startEdge } from './start-edge.ts';
import { watchFiles } from './watch-files.ts';

/** The edge as a process: tells its parent the port, ends with it, and takes a changed configuration while it runs. */
const read = readConfig();
if (read.kind === 'refused') {
  process.stderr.write(`The edge cannot start:\n${indent(read.problems)}`);
  process.exit(1);
}
const { config } = read;
let edge: Edge | undefined;
let closeControl = (): void => undefined;
let isEnding = false;
let hasChanged = false;
// From the moment on at which the files were read: what changes during the start is taken after it.
watchFiles(config.files, () => {
  if (edge === undefined) hasChanged = true;
  else takeChange(edge);
});

async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  closeControl();
  await edge?.close(2000);
  process.exit(0);
}

process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
process.on('disconnect', () => void end());

try {
  const running = await startEdge(optionsOf(config));
  edge = running;
  if (hasChanged) takeChange(running);
  if (config.controlPath !== undefined) closeControl = await openControlOrSay(config.controlPath, running);
  const { port, httpsPort, privatePort } = running;
  process.send?.({ kind: 'ready', port, httpsPort, privatePort });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isTaken = code === 'EADDRINUSE';
  const port = error instanceof Error && 'port' in error ? error.port : config.port;
  const setting = port === config.port ? 'PORT' : 'HTTPS_PORT';
  const why = isTaken
    ? `Port ${port} is taken by another program; stop it, or choose another port with ${setting}.`
    : `The edge cannot start: ${messageOf(error)}`;
  process.stderr.write(`${why}\n`);
  const failed = { kind: 'failed', code: isTaken ? 'port-taken' : 'cannot-start', port };
  // The message must be on its way before the process ends.
  if (process.send) process.send(failed, () => process.exit(1));
  else process.exit(1);
}

/** A good change is taken at once; a bad one is told with its place, and what was goes on. */
function takeChange(running: Edge): void {
  const changed = readConfig();
  if (changed.kind === 'refused') {
    process.stderr.write(`The changed configuration is refused, the old one goes on:\n${indent(changed.problems)}`);
    return;
  }
  const { routing, origins, tls } = changed.config;
  try {
    running.reconfigure(routing, origins, tls?.certificate);
    const isSame = routing.limits.headerBytes === config.routing.limits.headerBytes;
    const later = isSame ? '' : ' limits.headerBytes waits for the next start.';
    process.stderr.write(`The changed configuration is in use.${later}\n`);
  } catch (error) {
    process.stderr.write(`The changed configuration is refused, the old one goes on:\n${indent([messageOf(error)])}`);
  }
}

async function openControlOrSay(path: string, running: Edge): Promise<() => void> {
  try {
    return await openControl(path, running);
  } catch (error) {
    process.stderr.write(`Nothing can be purged, the control socket cannot be opened: ${messageOf(error)}\n`);
    return () => undefined;
  }
}

function optionsOf({ routing, origins, port, tls, privatePort, frontDoorId, geoOf, writesLog }: EdgeConfig) {
  return {
    routing,
    origins,
    port,
    tls,
    privatePort,
    geoOf,
    ...(frontDoorId !== undefined && { frontDoorId }),
    ...(writesLog && {
      log: (record: Parameters<typeof printAccess>[0]) => void process.stdout.write(`${printAccess(record)}\n`),
      logFirewall: (...facts: Parameters<typeof printFirewall>) =>
        void process.stdout.write(`${printFirewall(...facts)}\n`),
    }),
  };
}

function indent(problems: readonly string[]): string {
  return problems.map((problem) => `  ${problem}\n`).join('');
}
