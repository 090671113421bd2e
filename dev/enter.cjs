/* What every npm script calls. Old syntax on purpose: an old Node must read it to be told what is wrong. */
'use strict';
var supported = require('./enter/supported-node.cjs');

var problem = supported.problemOf(process.version);
if (problem) {
  console.error(problem);
  process.exit(1);
}
require('./enter/run.cjs').run(process.argv.slice(2));
