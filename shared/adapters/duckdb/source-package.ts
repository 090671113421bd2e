import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '../../domain/faults.ts';
import { type ModelProblem, problemLine } from '../../model/model-problem.ts';
import { readModel } from '../../model/read-model.ts';
import { openStoredModel, parseStoredModel, storedFiles } from '../../model/stored-model.ts';
import { planTables } from '../../source/m/plan-tables.ts';
import { DEFAULT_PBIP_LIMITS, type PbipLimits } from '../../source/pbip/pbip-package.ts';
import { readPbip } from '../../source/pbip/read-pbip.ts';
import { buildModel } from './model-build.ts';
import { calculationsOf } from './model-calculations.ts';
import { compactInto } from './model-compact.ts';
import { withModelDatabase } from './model-database.ts';
import type { PreviousModel } from './model-kept.ts';
import { PACKAGE_ANSWER, type PackageAnswer, type PackageRequest, type WorkerReply } from './source-protocol.ts';

/** Definitions become one text of a database. */
const LIMITS: PbipLimits = { ...DEFAULT_PBIP_LIMITS, maxDefinitionBytes: 32 * 1024 ** 2 };

/** Reads the zip of a PBIP project into the database of the request, and writes its definition beside it. */
export async function readPackageInto(request: PackageRequest): Promise<WorkerReply> {
  const { path, databasePath, memoryBytes, now } = request;
  const workFolder = dirname(databasePath);
  const unpacked = join(workFolder, 'unpacked');
  await mkdir(unpacked);
  const pbip = await readPbip(path, unpacked, LIMITS);
  const { reading } = readModel(pbip.model.files);
  if (reading.kind === 'problems') throw refused(reading.problems);
  const { model } = reading;
  const sources = await planTables(model, pbip.data);
  const previous = await previousOf(request);
  const toBuild = { model, sources, workFolder, previous, now: new Date(now) };
  const target = { databasePath, workFolder, memoryBytes };
  const buildPath = calculationsOf(model).length === 0 ? databasePath : join(workFolder, 'built.duckdb');
  const built = await withModelDatabase({ ...target, databasePath: buildPath }, (connection) =>
    buildModel(connection, toBuild),
  );
  // Each calculated column makes its table anew: half of the file would be room that nothing is in.
  if (buildPath !== databasePath) await compactInto(target, buildPath);
  const answer: PackageAnswer = {
    files: storedFiles(pbip.model.files),
    reports: pbip.reports.map(({ name, files }) => ({ name, files: storedFiles(files) })),
    facts: built.facts,
    waiting: built.waiting.map(({ table, reason: { needs, name, why } }) => ({ table, reason: { needs, name, why } })),
    kept: built.kept,
  };
  await writeFile(join(workFolder, PACKAGE_ANSWER), JSON.stringify(answer));
  const rowCount = built.facts.rowCounts.reduce((sum, rows) => sum + rows, 0);
  return { ok: 'package', bytes: (await stat(databasePath)).size, rowCount };
}

async function previousOf({ previous }: PackageRequest): Promise<PreviousModel | undefined> {
  if (previous === undefined) return undefined;
  const { definitionPath, databasePath } = previous;
  return { opened: openStoredModel(parseStoredModel(await readFile(definitionPath, 'utf8'))), databasePath };
}

const FIRST = 5;

function refused(problems: readonly ModelProblem[]): Fault<'import-failed'> {
  const lines = problems.slice(0, FIRST).map(problemLine);
  const more = problems.length > FIRST ? [`… and ${problems.length - FIRST} more`] : [];
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new Fault('import-failed', {
    what: `The definition of the semantic model has ${count}`,
    where: [...lines, ...more].join('\n'),
    advice: 'Correct them and publish again.',
  });
}
