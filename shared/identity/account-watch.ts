import type { ObjectId, TenantId } from '../domain/ids.ts';
import type { Directory } from './ports.ts';

const MOST_REMEMBERED = 20_000;

type Asked = { readonly value: Promise<boolean>; readonly at: number };

/**
 * Tells whether the tenant has an account and has not disabled it, as the directory said at most `believeMs` ago. A
 * failure is not remembered: it is the fault of those who asked then, and the next one asks again.
 */
export function createAccountWatch(deps: {
  readonly directory: Pick<Directory, 'account'>;
  readonly believeMs: number;
  readonly now: () => Date;
}): (tenantId: TenantId, objectId: ObjectId) => Promise<boolean> {
  const known = new Map<string, Asked>();

  function ask(key: string, tenantId: TenantId, objectId: ObjectId, at: number): Promise<boolean> {
    const value = deps.directory.account(tenantId, objectId).then((account) => account?.isEnabled === true);
    const asked = { value, at };
    known.delete(key);
    known.set(key, asked);
    value.catch(() => {
      if (known.get(key) === asked) known.delete(key);
    });
    const oldest = known.keys().next();
    if (known.size > MOST_REMEMBERED && !oldest.done) known.delete(oldest.value);
    return value;
  }

  return (tenantId, objectId) => {
    const key = `${tenantId}/${objectId}`;
    const at = deps.now().getTime();
    const before = known.get(key);
    return before !== undefined && at - before.at < deps.believeMs ? before.value : ask(key, tenantId, objectId, at);
  };
}
