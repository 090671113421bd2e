import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** An open TCP port and on which address it is. */
export type ListeningPort = { readonly pid: number; readonly address: string; readonly port: number };

const LISTENING = '0A';

/** Every TCP port that these processes and their children listen on, as Linux tells it. */
export function listeningPorts(pids: readonly number[]): readonly ListeningPort[] {
  const owners = new Map(pids.flatMap(withChildren).flatMap((pid) => socketsOf(pid).map((inode) => [inode, pid])));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
        const pid = owners.get(inode);
        if (state !== LISTENING || pid === undefined) return [];
        const [address = '', port = ''] = local.split(':');
        return [{ pid, address: readable(address), port: Number.parseInt(port, 16) }];
      }),
  );
}

function withChildren(pid: number): readonly number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const children = tasks.flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(withChildren)];
}

function socketsOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch (thrown) {
      // Closed since the folder was read.
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
      throw thrown;
    }
  });
}

/** Words of four bytes, the lowest byte first. */
function readable(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const text = bytes.join('').toLowerCase();
  return text === `${'0'.repeat(31)}1` ? '::1' : text;
}
