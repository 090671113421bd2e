/* Old syntax on purpose, see enter.cjs. */
'use strict';

/** One sentence where this version of Node is too old (or not a release), else an empty text. */
function problemOf(version) {
  var parts = /^v(\d+)\.(\d+)\.\d+$/.exec(version);
  var major = parts ? Number(parts[1]) : 0;
  var minor = parts ? Number(parts[2]) : 0;
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return '';
  return (
    'Azimuth needs Node 20.19, 22.12 or newer to start, and this is Node ' +
    version.replace(/^v/, '') +
    ': install a newer one from https://nodejs.org and run the command again.'
  );
}

exports.problemOf = problemOf;
