import type { RequestFacts } from '../shared/routing/request-facts.ts';
import type { RequestTarget } from '../shared/routing/request-target.ts';
import type { Arrival } from './arrival.ts';

/** A request as rules and the firewall look at it. `body` is the beginning of its body, where somebody wants to see it. */
export function factsOf(arrival: Arrival, target: RequestTarget, body: string | undefined): RequestFacts {
  const { method, scheme, httpVersion, host, headers, clientAddress, clientPort, serverPort, tlsVersion } = arrival;
  return {
    method,
    scheme,
    httpVersion,
    host,
    ...target,
    headers,
    clientAddress,
    // Nobody stands in front of this edge whose word about the client could be taken.
    socketAddress: clientAddress,
    clientPort,
    serverPort,
    ...(tlsVersion !== undefined && { tlsVersion }),
    ...(body !== undefined && { body }),
  };
}
