import type { Cors } from '../../shared/routing/gateway-policies-schema.ts';
import { element, listElement, type Xml } from './xml.ts';

/** Which pages of other origins may call. */
export function corsPolicy(cors: Cors): Xml {
  return element(
    'cors',
    { 'allow-credentials': String(cors.credentials), 'terminate-unmatched-request': String(cors.terminateUnmatched) },
    [
      ...listElement('allowed-origins', 'origin', cors.origins),
      element(
        'allowed-methods',
        cors.maxAgeSeconds === undefined ? {} : { 'preflight-result-max-age': String(cors.maxAgeSeconds) },
        cors.methods.map((method) => element('method', {}, [method])),
      ),
      ...listElement('allowed-headers', 'header', cors.headers),
      ...listElement('expose-headers', 'header', cors.exposeHeaders),
    ],
  );
}
