import type { Metadata } from '../../shared/catalog/ports.ts';
import type { TileCache } from '../../shared/dashboard/ports.ts';
import type { QueryEngine } from '../../shared/engine/query-engine.ts';
import type { HopDeps } from '../internal-hop.ts';

export type PresentationDeps = HopDeps & {
  readonly metadata: Metadata;
  readonly engine: QueryEngine;
  readonly tileCache: TileCache;
  /** Where people reach the service; addresses in answers start with it. */
  readonly publicUrl: string;
};
