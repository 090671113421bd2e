import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadLocalKeys } from '../../../dev/idp/signing-keys.ts';
import { demandFreePort, findFreePort } from '../../../dev/stack/free-port.ts';
import { lockHome } from '../../../dev/stack/home-lock.ts';
import { ensureLocalTls } from '../../../dev/stack/local-tls.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'azimuth-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('the home folder', () => {
  test('belongs to one stack until it lets go', () => {
    const first = lockHome(home, 'http://localhost:1');
    expect(() => lockHome(home, 'http://localhost:2')).toThrow(`process ${process.pid}, http://localhost:1`);
    first.release();
    lockHome(home, 'http://localhost:2').release();
  });

  test('is not held by what a killed stack left behind', () => {
    writeFileSync(join(home, 'stack.json'), JSON.stringify({ pid: process.pid, url: 'http://localhost:1' }));
    writeFileSync(join(home, 'stack.lock'), '');
    lockHome(home, 'http://localhost:2').release();
  });

  test('keeps its signing keys over a restart, readable by its owner only', async () => {
    const file = join(home, 'keys.json');
    const first = await loadLocalKeys(file);
    const second = await loadLocalKeys(file);
    expect(second.user.kid).toBe(first.user.kid);
    expect(second.secret).toEqual(first.secret);
    expect(first.user.kid).not.toBe(first.service.kid);
    expect(first.user.publicJwk).not.toHaveProperty('d');
  });
});

describe('the local certificate', () => {
  test('is for this machine, signed by the local authority, and stays until a month before its end', async () => {
    const folder = join(home, 'tls');
    const now = new Date();
    const files = await ensureLocalTls(folder, now);
    const certificate = new X509Certificate(readFileSync(files.certFile));
    const authority = new X509Certificate(readFileSync(files.caFile));
    expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect(certificate.verify(authority.publicKey)).toBe(true);
    const later = async (days: number) => {
      await ensureLocalTls(folder, new Date(now.getTime() + days * 24 * 3600_000));
      return new X509Certificate(readFileSync(files.certFile)).serialNumber;
    };
    expect(await later(300)).toBe(certificate.serialNumber);
    expect(await later(340)).not.toBe(certificate.serialNumber);
  });
});

test('a taken port is named', async () => {
  const server = createServer();
  const port = await findFreePort();
  await demandFreePort(port, 'the public address');
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await expect(demandFreePort(port, 'the public address')).rejects.toThrow(
    `Port ${port} (the public address) is taken`,
  );
  server.close();
});
