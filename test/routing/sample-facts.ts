import type { RequestFacts } from '../../shared/routing/request-facts.ts';

/** A plain request, with what a test changes. */
export function factsOf(more: Partial<RequestFacts> = {}): RequestFacts {
  return {
    method: 'GET',
    scheme: 'https',
    httpVersion: '1.1',
    host: 'app.example',
    path: '/files/Report.pdf',
    query: '',
    headers: {},
    clientAddress: '203.0.113.7',
    socketAddress: '203.0.113.7',
    clientPort: 50_000,
    serverPort: 443,
    ...more,
  };
}

/** Where addresses are, for tests: everything that begins with 203 is in Germany. */
export function geoOf(address: string): string | undefined {
  return address.startsWith('203.') ? 'DE' : undefined;
}
