import type { Seen } from './interpreter/condition.ts';

/** A request of the set that is run on the local edge and on the generated objects. */
export type Vector = {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes that are really sent to the local edge; else a `content-length` is said and nothing follows. */
  readonly sentBytes?: number;
};

const UPLOAD = '/intake/uploads/c0470500-0000-4000-8000-000000000000/a-file';
const SIGNED = 'sv=2025-07-05&sp=cw&sig=a%2Fb%3D';

export const VECTORS: readonly Vector[] = [
  { path: '/' },
  { path: '/reports/some-id' },
  { path: '/healthz' },
  { path: '/v1.0' },
  { path: '/v1.0/' },
  { path: '/v1.0/health', method: 'HEAD' },
  { path: '/V1.0/MyOrg/Groups' },
  { path: '/v1.0/myorg/groups', query: '$top=5&$filter=a%20eq%20b' },
  { path: '/v1.0/myorg/groups', method: 'POST', headers: { 'content-length': '0' } },
  { path: '/v1.0/myorg/groups', method: 'PUT' },
  { path: '/v1.0/myorg/groups', method: 'PATCH' },
  { path: '/v1.0/myorg/groups', method: 'DELETE' },
  { path: '/v1.0/myorg/groups', method: 'OPTIONS' },
  { path: '/azimuth/v1/me', headers: { authorization: 'Bearer x' } },
  { path: '/azimuth' },
  { path: '/azimuthal/x' },
  { path: '/assets/app-1234.js' },
  { path: '/assets/' },
  { path: '/assets' },
  { path: '/Assets/App-1234.js' },
  { path: '/assets/app-1234.js', query: 'v=2' },
  { path: '/assets/app-1234.js', method: 'HEAD' },
  { path: '/assets/app-1234.js', method: 'POST', headers: { 'content-length': '0' } },
  { path: '/assets/app-1234.js', method: 'DELETE' },
  { path: '/assets/app-1234.js', headers: { authorization: 'Bearer x' } },
  { path: '/', method: 'POST', headers: { 'content-length': '0' } },
  { path: '/', method: 'PUT', headers: { 'content-length': '0' } },
  { path: '/internal/presentation/x', method: 'POST', headers: { 'content-length': '0' } },
  { path: '/internal/presentation/x' },
  { path: '/v1.0/x', method: 'POST', headers: { 'content-length': '104857601' } },
  { path: '/v1.0/x', method: 'POST', headers: { 'content-length': '999999999999' } },
  { path: '/assets/x', headers: { 'content-length': '1' } },
  { path: '/', headers: { 'content-length': '12' } },
  { path: '/v1.0/x', headers: { 'x-ms-client-principal': 'e30=', 'x-ms-client-principal-id': '1' } },
  { path: '/v1.0/x', headers: { 'x-original-url': '/admin', 'x-rewrite-url': '/admin', 'x-real-ip': '127.0.0.1' } },
  {
    path: '/v1.0/x',
    headers: { 'x-http-method-override': 'DELETE', 'client-ip': '1.1.1.1' },
  },
  { path: '/v1.0/x', headers: { 'x-request-id': 'mine', 'request-id': 'mine' } },
  { path: '/v1.0/x', headers: { 'x-ms-token-aad-access-token': 'a', accept: 'application/json' } },
  { path: UPLOAD, query: SIGNED, method: 'PUT', headers: { 'content-length': '0', 'x-ms-blob-type': 'BlockBlob' } },
  { path: UPLOAD, query: SIGNED, method: 'PUT', headers: { 'content-length': '104857601' }, sentBytes: 104857601 },
  { path: UPLOAD, query: SIGNED, method: 'PUT', headers: { 'content-length': '1073741825' } },
  {
    path: UPLOAD,
    query: SIGNED,
    method: 'PUT',
    headers: { 'content-length': '0', authorization: 'Bearer x', cookie: 'a=b' },
  },
  { path: UPLOAD, query: SIGNED, method: 'HEAD' },
  { path: UPLOAD, query: SIGNED, method: 'OPTIONS', headers: { origin: 'https://bi.example.com' } },
  { path: UPLOAD, query: SIGNED },
  { path: UPLOAD, query: SIGNED, method: 'POST', headers: { 'content-length': '0' } },
  { path: UPLOAD, query: SIGNED, method: 'PATCH', headers: { 'content-length': '0' } },
  { path: UPLOAD, query: SIGNED, method: 'DELETE' },
  { path: '/intake/', query: 'comp=list', method: 'PUT', headers: { 'content-length': '0' } },
  { path: '/intake', query: 'comp=list' },
];

/** The request as Front Door would see it. */
export function seenOf({ method = 'GET', path, query = '', headers = {} }: Vector): Seen {
  return { method, host: 'bi.example.com', path, query, scheme: 'https', headers, address: '203.0.113.7' };
}
