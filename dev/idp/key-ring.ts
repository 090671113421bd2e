import { newSigningKey, type SigningKey } from './signing-keys.ts';

/** The keys of an identity provider: one signs, and others may be published ahead of their turn or after it. */
export type KeyRing = {
  signing(): SigningKey;
  published(): readonly SigningKey[];
  /** Publishes a new key, which does not sign yet. */
  announce(): Promise<SigningKey>;
  /** The newest key signs from now on; the ones before it stay published. */
  rotate(): void;
  /** Publishes the signing key alone. */
  dropOld(): void;
};

export function createKeyRing(first: SigningKey): KeyRing {
  let signing = first;
  let published: readonly SigningKey[] = [first];
  return {
    signing: () => signing,
    published: () => published,
    async announce() {
      const next = await newSigningKey();
      published = [...published, next];
      return next;
    },
    rotate() {
      signing = published.at(-1) ?? signing;
    },
    dropOld() {
      published = [signing];
    },
  };
}
