type Place = { readonly pathname: string; readonly search: string; readonly hash: string };

export function isCallback(pathname: string): boolean {
  return pathname.startsWith('/auth/');
}

/** The address to come back to after signing in, without the origin. */
export function returnPath({ pathname, search, hash }: Place): string {
  return isCallback(pathname) ? '/' : pathname + search + hash;
}

const OF_THIS_HOST = /^\/(?![/\\])/;

/** The address that a sign-in's state names, if it is one of ours; the first screen otherwise. */
export function landingPath(state: string | undefined): string {
  if (state === undefined || !OF_THIS_HOST.test(state)) return '/';
  const url = new URL(state, 'https://azimuth.invalid');
  // Looked at again: `/..//host` has become `//host` by now.
  const isOurs = url.host === 'azimuth.invalid' && OF_THIS_HOST.test(url.pathname) && !isCallback(url.pathname);
  return isOurs ? url.pathname + url.search + url.hash : '/';
}
