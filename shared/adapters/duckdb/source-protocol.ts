import { z } from 'zod';
import { DATA_TYPES } from '../../model/semantic-model.ts';
import type { FileKind } from '../../source/file-kind.ts';

/** What the importer asks its child process. */
export type WorkerRequest = {
  readonly path: string;
  readonly kind: FileKind;
  readonly databasePath: string;
  readonly memoryBytes: number;
  readonly maxColumns: number;
};

const Bound = z.union([z.number(), z.string(), z.null()]);
const Column = z.object({
  name: z.string(),
  dataType: z.enum(DATA_TYPES),
  nulls: z.number(),
  distinct: z.number(),
  isDistinctExact: z.boolean(),
  min: Bound,
  max: Bound,
  average: z.number().nullable(),
  averageLength: z.number().nullable(),
  isDateOnly: z.boolean(),
  isYearOnly: z.boolean().exactOptional(),
  writtenAs: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('percent'), hasDecimals: z.boolean() }),
      z.object({ kind: z.literal('currency'), sign: z.string(), isAfter: z.boolean() }),
    ])
    .exactOptional(),
});

const Name = z.string();
const Relations = z.object({
  correlations: z.array(z.object({ left: Name, right: Name, rank: z.number() })).readonly(),
  shares: z
    .array(z.object({ label: Name, of: Name.exactOptional(), smallest: z.number(), largest: z.number() }))
    .readonly(),
  twins: z.array(z.object({ left: Name, right: Name })).readonly(),
});

/** What the child answers; checked, because what it has read may have broken it. */
export const WorkerReply = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    bytes: z.number(),
    rowCount: z.number(),
    columns: z.array(Column).readonly(),
    relations: Relations,
  }),
  z.object({
    ok: z.literal(false),
    detail: z.object({ what: z.string(), where: z.string().exactOptional(), advice: z.string() }),
  }),
]);
export type WorkerReply = z.infer<typeof WorkerReply>;
