import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Files of the local certificate authority and of the server certificate that it signed. */
export type LocalTls = { readonly caFile: string; readonly certFile: string; readonly keyFile: string };

const DAY_MS = 24 * 3600 * 1000;
const LIFE_DAYS = 365;
const RENEW_BEFORE_DAYS = 30;

function isFresh(file: string, now: Date): boolean {
  if (!existsSync(file)) return false;
  try {
    const { validFromDate, validToDate } = new X509Certificate(readFileSync(file));
    return validFromDate <= now && validToDate.getTime() - now.getTime() > RENEW_BEFORE_DAYS * DAY_MS;
  } catch {
    return false;
  }
}

async function makeCertificates(files: LocalTls, now: Date): Promise<void> {
  const notBeforeDate = new Date(now.getTime() - DAY_MS);
  const notAfterDate = new Date(now.getTime() + LIFE_DAYS * DAY_MS);
  const common = { algorithm: 'sha256', keyType: 'ec', notBeforeDate, notAfterDate } as const;
  const ca = await generate([{ name: 'commonName', value: 'Azimuth local development' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  writeFileSync(files.keyFile, server.private, { mode: 0o600 });
  writeFileSync(files.certFile, `${server.cert}\n${ca.cert}\n`);
  writeFileSync(files.caFile, ca.cert);
}

/**
 * The certificates of this home folder, made at the first start and anew a month before they end. The authority's
 * own key is thrown away at once: nobody can use it to sign anything else.
 */
export async function ensureLocalTls(folder: string, now: Date): Promise<LocalTls> {
  const files = {
    caFile: join(folder, 'ca.pem'),
    certFile: join(folder, 'server.pem'),
    keyFile: join(folder, 'server-key.pem'),
  };
  mkdirSync(folder, { recursive: true });
  const usable = existsSync(files.keyFile) && isFresh(files.certFile, now) && isFresh(files.caFile, now);
  if (!usable) await makeCertificates(files, now);
  return files;
}
