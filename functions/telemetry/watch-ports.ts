import type { TileCache } from '../../shared/dashboard/ports.ts';
import type { ModelFiles } from '../../shared/engine/ports.ts';
import type { Directory } from '../../shared/identity/ports.ts';
import type { Intake, ModelBlobs } from '../../shared/imports/ports.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';
import { watchPort } from './watch-port.ts';

/** The ports that go to Blob and to the directory, each with what of it is measured. */
export function watchDirectory(directory: Directory, telemetry: Telemetry): Directory {
  const methods = ['account', 'groupsOf', 'find', 'findByName', 'search', 'invite'] as const;
  return watchPort(directory, { telemetry, span: 'directory', store: 'graph' }, methods);
}

export function watchIntake(intake: Intake, telemetry: Telemetry): Intake {
  const methods = ['writeAddress', 'size', 'download', 'upload', 'remove'] as const;
  return watchPort(intake, { telemetry, span: 'blob', store: 'intake' }, methods);
}

export function watchModelBlobs(blobs: ModelBlobs, telemetry: Telemetry): ModelBlobs {
  return watchPort(blobs, { telemetry, span: 'blob', store: 'data' }, ['upload', 'download', 'remove']);
}

export function watchModelFiles(files: ModelFiles, telemetry: Telemetry): ModelFiles {
  return watchPort(files, { telemetry, span: 'blob', store: 'data' }, ['open']);
}

export function watchTileCache(tiles: TileCache, telemetry: Telemetry): TileCache {
  return watchPort(tiles, { telemetry, span: 'blob', store: 'data' }, ['get', 'put']);
}
