import type { TileId } from '../domain/ids.ts';
import type { Answer } from '../query/question.ts';

export type TileResult = { readonly answer: Answer; readonly asOf: string };

/**
 * Results of tiles, kept between requests and instances. `key` names model version, question and security
 * fingerprint: a result is found only by who would get the same one from the engine. `modelBlob` is the file that the
 * result was computed from: when that goes, its results go with it.
 */
export type TileCache = {
  get(modelBlob: string, tileId: TileId, key: string): Promise<TileResult | undefined>;
  put(modelBlob: string, tileId: TileId, key: string, result: TileResult): Promise<void>;
};
