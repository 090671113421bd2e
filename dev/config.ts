import { resolve } from 'node:path';
import { z } from 'zod';

const NO_PORT = 'must be a port, a whole number from 1 to 65535';
const Port = z.coerce.number(NO_PORT).int(NO_PORT).min(0, NO_PORT).max(65535, NO_PORT);

/** Settings of the development commands, all optional. */
const Settings = z.object({
  PORT: Port.min(1, NO_PORT).default(8080),
  HTTPS_PORT: Port.min(1, NO_PORT).optional(),
  AZIMUTH_HOME: z.string().min(1).default('.azimuth'),
  AZIMUTH_TIMINGS: z.string().optional(),
  AZIMUTH_SQL: z.string().min(1).optional(),
  AZIMUTH_SQL_USER: z.string().min(1).optional(),
  AZIMUTH_SQL_PASSWORD: z.string().min(1).optional(),
  CHROME_PATH: z.string().min(1).optional(),
  CI: z.string().optional(),
  AZIMUTH_STARTED_AT: z.coerce.number().optional(),
});

const BlobEmulator = z.object({
  AZIMUTH_EMULATOR_FOLDER: z.string().min(1),
  AZIMUTH_EMULATOR_PORT: Port,
  AZIMUTH_EMULATOR_CERT: z.string().min(1),
  AZIMUTH_EMULATOR_KEY: z.string().min(1),
});

/** Settings that cannot be used; the message lists every problem. */
export class SettingsProblem extends Error {}

function read<T>(schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const problems = new Set(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  throw new SettingsProblem(`These settings are not usable: ${[...problems].join('; ')}`);
}

/** The only place of `dev/` that reads the environment. */
export const config = {
  /** What `npm start` and its like are told. */
  commands() {
    const env = read(Settings);
    return Object.freeze({
      port: env.PORT,
      httpsPort: env.HTTPS_PORT,
      home: resolve(env.AZIMUTH_HOME),
      showTimings: env.AZIMUTH_TIMINGS === '1',
      sql: env.AZIMUTH_SQL,
      sqlUser: env.AZIMUTH_SQL_USER,
      sqlPassword: env.AZIMUTH_SQL_PASSWORD,
      chromePath: env.CHROME_PATH,
      startedAt: env.AZIMUTH_STARTED_AT ?? Date.now(),
      isCi: env.CI === 'true',
    });
  },
  /** What the stack tells the blob emulator's process. */
  blobEmulator() {
    const env = read(BlobEmulator);
    return Object.freeze({
      folder: env.AZIMUTH_EMULATOR_FOLDER,
      port: env.AZIMUTH_EMULATOR_PORT,
      certFile: env.AZIMUTH_EMULATOR_CERT,
      keyFile: env.AZIMUTH_EMULATOR_KEY,
    });
  },
};
