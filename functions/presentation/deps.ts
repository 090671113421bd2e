import type { Metadata } from '../../shared/catalog/ports.ts';
import type { TileCache } from '../../shared/dashboard/ports.ts';
import type { QueryEngine } from '../../shared/engine/query-engine.ts';
import type { Directory } from '../../shared/identity/ports.ts';
import type { HopDeps } from '../internal-hop.ts';

export type PresentationDeps = HopDeps & {
  readonly metadata: Metadata;
  readonly engine: QueryEngine;
  readonly tileCache: TileCache;
  /** Who is who in the caller's tenant. Ask it before a transaction, never inside. */
  readonly directory: Directory;
  /** Where people reach the service; addresses in answers start with it. */
  readonly publicUrl: string;
};
