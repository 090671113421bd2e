import type { RunDeps } from '../../shared/imports/run-import.ts';
import type { ImportDeps } from '../../shared/imports/start-import.ts';
import type { HopDeps } from '../internal-hop.ts';

export type DataMovementDeps = HopDeps & ImportDeps & RunDeps & { readonly publicUrl: string };
