import type { Socket } from 'node:net';

/** How many connections may be open: in all, and from one address. */
export type ConnectionLimits = { readonly inAll: number; readonly perAddress: number };

/** On one machine all clients have the same address, so the second number is not far below the first. */
export const CONNECTION_LIMITS: ConnectionLimits = { inAll: 4096, perAddress: 2048 };

/** Counts connections as they come and go; one too many is closed at once, before a byte of it is read. */
export function guardConnections({ inAll, perAddress }: ConnectionLimits): (socket: Socket) => void {
  const byAddress = new Map<string, number>();
  let open = 0;
  return (socket) => {
    const address = socket.remoteAddress ?? '';
    const here = byAddress.get(address) ?? 0;
    if (open >= inAll || here >= perAddress) {
      socket.destroy();
      return;
    }
    open += 1;
    byAddress.set(address, here + 1);
    socket.once('close', () => {
      open -= 1;
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left === 0) byAddress.delete(address);
      else byAddress.set(address, left);
    });
  };
}
