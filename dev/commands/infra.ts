import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRouting } from '../../shared/routing/parse-routing.ts';
import { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { printProblems } from '../../shared/routing/routing-problem.ts';
import { infraFiles } from '../infra/infra-files.ts';
import { runTool } from './run-tool.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const BIOME = 'node_modules/@biomejs/biome/bin/biome';

/** Writes what the deployment loads, from `routing.config.json`. A bad configuration writes nothing and says where. */
export async function infra(): Promise<number> {
  const document: unknown = JSON.parse(await readFile(join(ROOT, 'routing.config.json'), 'utf8'));
  const parsed = parseRouting(document);
  if (parsed.kind === 'refused') {
    console.error(`routing.config.json cannot be deployed:\n${printProblems(parsed.problems)}`);
    return 1;
  }
  const folder = join(ROOT, 'infra/generated');
  await mkdir(folder, { recursive: true });
  const files = Object.entries(infraFiles(RoutingConfig.parse(document)));
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  // The files stand in the repository, in the form that every other file there has.
  const formatted = await runTool({ args: [join(ROOT, BIOME), 'format', '--write', '--log-level=error', folder] });
  if (formatted !== 0) return formatted;
  console.log(`Wrote ${files.map(([name]) => name).join(', ')} into infra/generated.`);
  return 0;
}
