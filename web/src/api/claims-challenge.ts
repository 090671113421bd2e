import { readJson } from './problem.ts';

const PARAMETER = /(?:^|[\s,])claims="([^"]*)"/i;

/**
 * What the service wants a new token to prove, out of the `WWW-Authenticate` header of its refusal: the JSON text that
 * a sign-in takes. Undefined where the header asks for nothing, or cannot be read.
 */
export function claimsOf(header: string | null): string | undefined {
  const encoded = PARAMETER.exec(header ?? '')?.[1];
  if (encoded === undefined || encoded === '') return undefined;
  const text = decoded(encoded);
  const claims = text === undefined ? undefined : readJson(text);
  return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? text : undefined;
}

/** Base64 in either alphabet, as UTF-8 text. */
function decoded(encoded: string): string | undefined {
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(binary, (character) => character.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
}
