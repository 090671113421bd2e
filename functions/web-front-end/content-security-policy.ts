/** Origins other than our own that the page may talk to. */
export type PageOrigins = {
  /** Sign-in pages and token endpoints. */
  readonly signIn: readonly string[];
  /** Where files are uploaded. */
  readonly intake: string;
};

/**
 * The policy of the one HTML page: scripts and styles of our own and with this answer's nonce, nothing inline, no
 * frames but the sign-in's, no plug-ins, no base.
 */
export function contentSecurityPolicy(nonce: string, origins: PageOrigins): string {
  const signIn = origins.signIn.join(' ');
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Positions and sizes set by scripts on elements; style sheets and inline <style> stay under the nonce.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${signIn} ${origins.intake}`,
    `frame-src ${signIn}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    `form-action 'self' ${signIn}`,
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}
