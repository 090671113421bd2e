import type { IsEnabled } from '../../shared/access/lenders.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import type { TileCache } from '../../shared/dashboard/ports.ts';
import type { QueryEngine } from '../../shared/engine/query-engine.ts';
import type { Directory } from '../../shared/identity/ports.ts';
import type { HopDeps } from '../internal-hop.ts';
import type { ViewMemory } from './view-memory.ts';

export type PresentationDeps = HopDeps & {
  readonly metadata: Metadata;
  readonly engine: QueryEngine;
  readonly tileCache: TileCache;
  /** Who is who in the caller's tenant. Ask it before a transaction, never inside. */
  readonly directory: Directory;
  /** Of those whose *My workspace* something lies in, as of a short while ago. Never inside a transaction either. */
  readonly isEnabled: IsEnabled;
  readonly views: ViewMemory;
  /** Where people reach the service; addresses in answers start with it. */
  readonly publicUrl: string;
};
