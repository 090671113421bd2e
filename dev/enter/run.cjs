'use strict';
const { spawn } = require('node:child_process');
const path = require('node:path');
const { install } = require('./install.cjs');
const { isInstalled, nodeOf } = require('./installed.cjs');

const ROOT = path.resolve(__dirname, '..', '..');
const COMMANDS = [
  'start',
  'stack',
  'test',
  'check',
  'bench',
  'build',
  'infra',
  'package',
  'preflight',
  'migrate',
  'roundtrip',
];

/** Runs the command under Node 24 and ends as it ends. Should this process die, the other sees its channel close. */
function runUnderNode24(args, startedAt) {
  const bin = path.join(ROOT, 'node_modules', '.bin');
  const nodeFolder = path.dirname(nodeOf(ROOT));
  const child = spawn(
    nodeOf(ROOT),
    ['--disable-warning=ExperimentalWarning', path.join(ROOT, 'dev', 'main.ts'), ...args],
    {
      cwd: ROOT,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        PATH: [nodeFolder, bin, process.env.PATH].join(path.delimiter),
        NODE_COMPILE_CACHE:
          process.env.NODE_COMPILE_CACHE || path.join(ROOT, 'node_modules', '.cache', 'azimuth-compiled'),
        AZIMUTH_STARTED_AT: String(startedAt),
      },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm does not pass every signal on: when it is gone, so is whoever asked for this run.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 1000);
  watch.unref();
  child.on('error', (error) => {
    console.error(`Node 24 could not be run from node_modules: ${error.message}. Delete node_modules and try again.`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 1 : code;
    if (child.connected) child.disconnect();
  });
}

/** Installs what is missing, then runs one of the commands. */
async function run(args) {
  const startedAt = Date.now();
  if (!COMMANDS.includes(args[0])) {
    console.error(`Azimuth knows the commands ${COMMANDS.join(', ')}, and not '${args[0] || ''}'.`);
    process.exitCode = 1;
    return;
  }
  if (!isInstalled(ROOT)) {
    const code = await install(ROOT);
    if (code !== 0) {
      process.exitCode = code;
      return;
    }
  }
  runUnderNode24(args, startedAt);
}

module.exports = { run };
