import { z } from 'zod';
import { DATA_TYPES } from '../../model/semantic-model.ts';
import type { FileKind } from '../../source/file-kind.ts';

/** What the importer asks its child process. */
export type WorkerRequest = FileRequest | PackageRequest;

export type FileRequest = {
  readonly path: string;
  readonly kind: FileKind;
  readonly databasePath: string;
  readonly memoryBytes: number;
  readonly maxColumns: number;
};

/** A package's definition is answered in a file, `PACKAGE_ANSWER` beside the database: it may be long. */
export type PackageRequest = {
  readonly path: string;
  readonly kind: 'package';
  readonly databasePath: string;
  readonly memoryBytes: number;
  /** A definition as JSON, and the database that it is of; both beside the new database. */
  readonly previous: { readonly definitionPath: string; readonly databasePath: string } | undefined;
  /** ISO 8601. */
  readonly now: string;
};
export const PACKAGE_ANSWER = 'package.json';

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

const Path = z.string().min(1);
const Files = z
  .array(z.union([z.object({ path: Path, text: z.string() }), z.object({ path: Path, base64: z.string() })]))
  .readonly();
const Position = z.int().min(0);

export const PackageAnswer = z.object({
  files: Files,
  reports: z.array(z.object({ name: z.string(), files: Files })).readonly(),
  facts: z.object({
    blankRowTables: z.array(Position).readonly(),
    rowCounts: z.array(Position).readonly(),
    withoutData: z.array(Position).readonly(),
    columnTypes: z
      .array(z.object({ table: Position, column: Position, dataType: z.enum(DATA_TYPES) }))
      .readonly()
      .exactOptional(),
  }),
  waiting: z
    .array(
      z.object({
        table: Position,
        reason: z.object({ needs: z.enum(['connection', 'step']), name: z.string(), why: z.string() }),
      }),
    )
    .readonly(),
  kept: z.array(Position).readonly(),
});

export type PackageAnswer = z.infer<typeof PackageAnswer>;

/** What the child answers; checked, because what it has read may have broken it. */
export const WorkerReply = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    bytes: z.number(),
    rowCount: z.number(),
    columns: z.array(Column).readonly(),
    relations: Relations,
  }),
  z.object({ ok: z.literal('package'), bytes: z.number(), rowCount: z.number() }),
  z.object({
    ok: z.literal(false),
    detail: z.object({ what: z.string(), where: z.string().exactOptional(), advice: z.string() }),
  }),
]);
export type WorkerReply = z.infer<typeof WorkerReply>;
