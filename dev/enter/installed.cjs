'use strict';
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const STAMP = '.azimuth-installed';

function hashOfLock(root) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

/** Where the devDependency put Node 24. */
function nodeOf(root) {
  const windows = process.platform === 'win32';
  return path.join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
}

/** The packages of the lock file that every machine gets: folder and version. */
function wanted(root) {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages).filter(([folder, entry]) => folder !== '' && !entry.optional && !entry.link);
}

/** True where somebody ran `npm ci` by hand with this very lock file. */
function installedByHand(root) {
  const file = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(file)) return false;
  const have = JSON.parse(readFileSync(file, 'utf8')).packages;
  return wanted(root).every(([folder, entry]) => have[folder] && have[folder].version === entry.version);
}

/** Whether what is installed is what the lock file says. */
function isInstalled(root) {
  if (!existsSync(nodeOf(root))) return false;
  const stamp = path.join(root, 'node_modules', STAMP);
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === hashOfLock(root);
  if (!installedByHand(root)) return false;
  markInstalled(root);
  return true;
}

/** Remembers that the packages of this lock file are installed. */
function markInstalled(root) {
  writeFileSync(path.join(root, 'node_modules', STAMP), hashOfLock(root));
}

/** How many of the lock file's packages are on the disk by now, for the progress. */
function countInstalled(root, folders) {
  return folders.filter((folder) => existsSync(path.join(root, folder, 'package.json'))).length;
}

/** The folders of all packages that are to come. */
function foldersOf(root) {
  return wanted(root).map(([folder]) => folder);
}

module.exports = { countInstalled, foldersOf, hashOfLock, isInstalled, markInstalled, nodeOf };
