import { printAccess } from './access-record.ts';
import { readConfig } from './config.ts';
import { type Edge, startEdge } from './start-edge.ts';

/** The edge as a process: tells its parent the port, and ends with it. */
const read = readConfig();
if (read.kind === 'refused') {
  process.stderr.write(`The edge cannot start:\n${read.problems.map((problem) => `  ${problem}\n`).join('')}`);
  process.exit(1);
}
const { writesLog, frontDoorId, ...config } = read.config;
let edge: Edge | undefined;
let isEnding = false;

async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await edge?.close(2000);
  process.exit(0);
}

process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
process.on('disconnect', () => void end());

try {
  edge = await startEdge({
    ...config,
    ...(frontDoorId !== undefined && { frontDoorId }),
    ...(writesLog && { log: (record) => process.stdout.write(`${printAccess(record)}\n`) }),
  });
  process.send?.({ kind: 'ready', port: edge.port });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isTaken = code === 'EADDRINUSE';
  const why = isTaken
    ? `Port ${config.port} is taken by another program; stop it, or choose another port with PORT.`
    : `The edge cannot start: ${error instanceof Error ? error.message : 'unknown'}`;
  process.stderr.write(`${why}\n`);
  const failed = { kind: 'failed', code: isTaken ? 'port-taken' : 'cannot-start', port: config.port };
  // The message must be on its way before the process ends.
  if (process.send) process.send(failed, () => process.exit(1));
  else process.exit(1);
}
