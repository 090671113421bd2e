import { isIP } from 'node:net';
import { connect, type SecureVersion } from 'node:tls';
import { type Finding, right, unknown, wrong } from './finding.ts';

export type TlsTarget = { readonly host: string; readonly port: number; readonly ca?: string };

const REFUSED: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1'];
const TAKEN: readonly SecureVersion[] = ['TLSv1.2', 'TLSv1.3'];
const WAIT_MS = 10_000;

/** TLS 1.0 and 1.1 must be refused; 1.2, 1.3, or both must be taken, with a certificate that this machine trusts. */
export async function tlsVersions(target: TlsTarget): Promise<readonly Finding[]> {
  const old = await Promise.all(REFUSED.map((version) => attempt(target, version)));
  const current = await Promise.all(TAKEN.map((version) => attempt(target, version)));
  const taken = TAKEN.filter((_, index) => current[index]?.kind === 'taken');
  return [
    ...REFUSED.map((version, index) => oldVersion(version, old[index])),
    taken.length > 0
      ? right(`takes ${taken.join(' and ')}`)
      : wrong('takes TLS 1.2 or 1.3', current.map(({ detail }) => detail).join('; ')),
  ];
}

type Attempt = { readonly kind: 'taken' | 'refused' | 'silent' | 'local'; readonly detail: string };

function oldVersion(version: SecureVersion, attempted: Attempt | undefined): Finding {
  const what = `refuses ${version}`;
  if (attempted?.kind === 'refused') return right(what);
  if (attempted?.kind === 'taken') return wrong(what, 'the connection was made');
  return unknown(what, attempted?.detail ?? 'was not tried');
}

/** One handshake with exactly this version. Old ones are offered with OpenSSL's own guard lowered, or it would refuse first. */
function attempt({ host, port, ca }: TlsTarget, version: SecureVersion): Promise<Attempt> {
  return new Promise((resolve) => {
    const isOld = REFUSED.includes(version);
    const socket = connect({
      host,
      port,
      ...(isIP(host) === 0 && { servername: host }),
      minVersion: version,
      maxVersion: version,
      ...(isOld && { ciphers: 'DEFAULT@SECLEVEL=0' }),
      ...(ca !== undefined && { ca }),
      timeout: WAIT_MS,
    });
    const end = (result: Attempt) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('secureConnect', () => end({ kind: 'taken', detail: 'taken' }));
    socket.once('timeout', () => end({ kind: 'silent', detail: `no answer within ${WAIT_MS / 1000} s` }));
    socket.once('error', (error: NodeJS.ErrnoException) => end(failed(error)));
  });
}

function failed(error: NodeJS.ErrnoException): Attempt {
  const code = error.code ?? error.message;
  // This machine's own library could not offer the version: nothing was learnt of the other side.
  if (/NO_PROTOCOLS_AVAILABLE|NO_CIPHERS_AVAILABLE/.test(code))
    return { kind: 'local', detail: `this machine cannot offer it (${code})` };
  if (/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code))
    return { kind: 'silent', detail: code };
  return { kind: 'refused', detail: code };
}
