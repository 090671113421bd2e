import { ensureBuilt } from '../build/ensure-built.ts';

/** `npm run build`: builds anew what changed, or everything with `--force`. */
export async function build(args: readonly string[]): Promise<number> {
  const built = await ensureBuilt({ force: args.includes('--force'), log: console.log });
  if (built.length === 0) console.log('The build is up to date.');
  return 0;
}
