/** Origins other than our own that the page may talk to. */
export type PageOrigins = {
  /** Sign-in pages and token endpoints. */
  readonly signIn: readonly string[];
  /** Where files are uploaded. */
  readonly intake: string;
  /** Where scripts, styles and pictures of the application come from, where that is not the page's own host. */
  readonly assets?: string | undefined;
};

/** Who may show the page in a frame: nobody, or for the silent renewal of a sign-in our own page. */
export type Framing = 'none' | 'self';

/**
 * The policy of the one HTML page: scripts and styles of our own and with this answer's nonce, nothing inline, no
 * frames but the sign-in's and its way back, no plug-ins, no base.
 */
export function contentSecurityPolicy(nonce: string, origins: PageOrigins, framing: Framing): string {
  const signIn = origins.signIn.join(' ');
  const own = origins.assets === undefined ? "'self'" : `'self' ${origins.assets}`;
  return [
    "default-src 'none'",
    `script-src ${own} 'nonce-${nonce}'`,
    `style-src ${own} 'nonce-${nonce}'`,
    // Positions and sizes set by scripts on elements; style sheets and inline <style> stay under the nonce.
    "style-src-attr 'unsafe-inline'",
    `img-src ${own} data: blob:`,
    `font-src ${own}`,
    `connect-src 'self' ${signIn} ${origins.intake}`,
    `frame-src 'self' ${signIn}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    `form-action 'self' ${signIn}`,
    `frame-ancestors '${framing}'`,
    "object-src 'none'",
  ].join('; ');
}
