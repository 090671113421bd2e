/**
 * A value that is made at its first use and shared from then on. A failed making is forgotten, so that the next use
 * tries again: a role registers its routes at once, whatever its stores are doing.
 */
export type Lazy<T> = { (): Promise<T>; readonly peek: () => Promise<T> | undefined };

export function lazily<T>(make: () => Promise<T>): Lazy<T> {
  let made: Promise<T> | undefined;
  const use = () => {
    made ??= make().catch((cause: unknown) => {
      made = undefined;
      throw cause;
    });
    return made;
  };
  return Object.assign(use, { peek: () => made });
}
