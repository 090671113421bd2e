import { applyRules, type Mapped, type MappingRule } from './mapping-rules.ts';

/** What the directory behind a data source says to a name. */
export type DirectoryOutcome =
  | { readonly kind: 'found'; readonly value: string }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'unreachable' };

/** Which account of the source's domain a UPN is. */
export type AccountOutcome =
  | { readonly kind: 'found'; readonly domain: string; readonly user: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' };

/** How one data source turns sign-in names into accounts. */
export type UserNameMapping = {
  readonly rules: readonly MappingRule[];
  /** Absent where the source has no directory look-up. */
  readonly directory?: (name: string) => Promise<DirectoryOutcome>;
  readonly account: (upn: string) => Promise<AccountOutcome>;
};

/** Why nobody is let through: which step, in the order of the steps. */
export type UserNameRefusal = 'no-name' | 'directory-unreachable' | 'account-unreachable' | 'account-unknown';

/** The steps as far as they went, for the answer and for whoever tests the rules. */
export type UserNameSteps = {
  readonly signInName: string;
  readonly mapped: Mapped;
  readonly directory?: DirectoryOutcome;
  /** What the source is given as the acting account. */
  readonly upn?: string;
};

export type ResolvedUserName = UserNameSteps &
  (
    | { readonly kind: 'resolved'; readonly upn: string; readonly account: string }
    | { readonly kind: 'refused'; readonly why: UserNameRefusal }
  );

/**
 * From a sign-in name to the account that a data source acts for (G-22, G-24): rules of the source, then its
 * directory, then the domain. Without a rule that fires, and without a hit in the directory, the name stays as it is. It is
 * refused where the directory or the domain cannot be reached, where the domain knows no such account, and where
 * no name is left: a source that is given an empty name would act as the account that connects, an administrator.
 * Names are opaque: nothing here reads, trims or escapes them. What a look-up throws is passed on.
 */
export async function resolveUserName(mapping: UserNameMapping, signInName: string): Promise<ResolvedUserName> {
  // A rule for everyone gives a name even to whoever has none, such as an application: that is refused first.
  if (isEmpty(signInName)) {
    return { kind: 'refused', why: 'no-name', signInName, mapped: { output: signInName, firedRule: undefined } };
  }
  const mapped = applyRules(mapping.rules, signInName);
  if (isEmpty(mapped.output)) return { kind: 'refused', why: 'no-name', signInName, mapped };
  const directory = await mapping.directory?.(mapped.output);
  const steps = { signInName, mapped, ...(directory === undefined ? {} : { directory }) };
  if (directory?.kind === 'unreachable') return { kind: 'refused', why: 'directory-unreachable', ...steps };
  const upn = directory?.kind === 'found' ? directory.value : mapped.output;
  if (isEmpty(upn)) return { kind: 'refused', why: 'no-name', ...steps };
  const account = await mapping.account(upn);
  switch (account.kind) {
    case 'found':
      return { kind: 'resolved', ...steps, upn, account: `${account.domain}\\${account.user}` };
    case 'unknown':
      return { kind: 'refused', why: 'account-unknown', ...steps, upn };
    case 'unreachable':
      return { kind: 'refused', why: 'account-unreachable', ...steps, upn };
  }
}

function isEmpty(name: string): boolean {
  return name.trim() === '';
}
