import { z } from 'zod';

/** Not in the bundle, because it is native: installed for the Linux that the app runs on. */
const NATIVE = '@duckdb/node-api';

const Own = z.object({
  name: z.string(),
  version: z.string(),
  main: z.string(),
  dependencies: z.record(z.string(), z.string()),
});

/** The `package.json` of a deployed role: its entry, and the one package that is not part of the bundle. */
export function packageDocument(own: unknown): Readonly<Record<string, unknown>> {
  const { name, version, main, dependencies } = Own.parse(own);
  const native = dependencies[NATIVE];
  if (native === undefined) throw new Error(`package.json: ${NATIVE} is missing from "dependencies"`);
  return { name, version, private: true, type: 'module', main, dependencies: { [NATIVE]: native } };
}
