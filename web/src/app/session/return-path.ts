type Place = { readonly pathname: string; readonly search: string; readonly hash: string };

export function isCallback(pathname: string): boolean {
  return pathname.startsWith('/auth/');
}

/** The address to come back to after signing in, without the origin. */
export function returnPath({ pathname, search, hash }: Place): string {
  return isCallback(pathname) ? '/' : pathname + search + hash;
}

/** The address that a sign-in's state names, if it is one of ours; the first screen otherwise. */
export function landingPath(state: string | undefined): string {
  if (state === undefined || !/^\/(?![/\\])/.test(state)) return '/';
  const url = new URL(state, 'https://azimuth.invalid');
  const isOurs = url.host === 'azimuth.invalid' && !isCallback(url.pathname);
  return isOurs ? url.pathname + url.search + url.hash : '/';
}
