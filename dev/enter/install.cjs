'use strict';
const { spawn } = require('node:child_process');
const { countInstalled, foldersOf, markInstalled } = require('./installed.cjs');

const TAIL = 4000;

/** The npm that runs this script, else the one on PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return { file: process.execPath, args: [script], shell: false };
  return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [], shell: process.platform === 'win32' };
}

function show(text, last) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}${last ? '\n' : ''}`);
  else process.stderr.write(`${text}\n`);
}

function progressOf(root, startedAt) {
  const folders = foldersOf(root);
  let before = -1;
  const tell = (last) => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const count = countInstalled(root, folders);
    const doing = count < folders.length ? 'Installing packages' : 'Packages are there, running their install scripts';
    if (process.stderr.isTTY || last || count !== before)
      show(`${doing}: ${count} of ${folders.length}, ${seconds} s`, last);
    before = count;
  };
  const timer = setInterval(() => tell(false), process.stderr.isTTY ? 500 : 5000);
  return (last) => {
    clearInterval(timer);
    if (last) tell(true);
  };
}

/** Runs `npm ci` with visible progress; gives the exit code. Signals that reach us end it too. */
function install(root) {
  const startedAt = Date.now();
  show('Installing packages (the first time, or because package-lock.json changed)', true);
  const npm = npmCommand();
  const args = [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn(npm.file, args, { cwd: root, shell: npm.shell, stdio: ['ignore', 'pipe', 'pipe'] });
  let tail = '';
  const keep = (chunk) => {
    tail = (tail + chunk).slice(-TAIL);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const endProgress = progressOf(root, startedAt);
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);

  return new Promise((resolve) => {
    const end = (code, message) => {
      for (const signal of signals) process.off(signal, forward);
      endProgress(code === 0);
      if (code === 0) markInstalled(root);
      else console.error(`\n${tail}\n${message}`);
      resolve(code);
    };
    child.on('error', (error) => end(1, `npm could not be run: ${error.message}. Is npm installed?`));
    child.on('close', (code, signal) => {
      if (signal) end(130, 'The installation was stopped; run the command again to go on.');
      else end(code, `npm ci failed (exit code ${code}); what it said is above.`);
    });
  });
}

module.exports = { install };
