import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Reference material that is not part of the repository: found through `AZIMUTH_REFERENCE`, else beside the checkout.
 */
const ROOT = process.env['AZIMUTH_REFERENCE'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

export type Schema = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
};
type Answer = { readonly schema?: Schema };
export type Contract = {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>>
  >;
  readonly definitions: Readonly<Record<string, Schema>>;
};

/** Power BI's own REST contract; undefined where it is not at hand. */
export function readContract(): Contract | undefined {
  const file = join(ROOT, 'schemas/powerbi-rest-swagger.json');
  if (!existsSync(file)) return undefined;
  const contract: Contract = JSON.parse(readFileSync(file, 'utf8'));
  return contract;
}

/** A path as the contract compares it: parameters without names, no regard to case. */
export function plainPath(path: string): string {
  return path.replace(/\{\w+\}/g, '{}').toLowerCase();
}

/** The members of a schema with all that it is made of, by lower-cased name. */
export function membersOf(contract: Contract, schema: Schema): ReadonlyMap<string, Schema> {
  const resolved = follow(contract, schema);
  const own = Object.entries(resolved.properties ?? {}).map(([name, member]) => [name.toLowerCase(), member] as const);
  return new Map([...(resolved.allOf ?? []).flatMap((part) => [...membersOf(contract, part)]), ...own]);
}

function follow(contract: Contract, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (contract.definitions[name] ?? {});
}

/** Every way in which the value differs from the schema, as `path: what`. */
export function differences(contract: Contract, schema: Schema, value: unknown, at = '$'): readonly string[] {
  const wanted = follow(contract, schema);
  if (Array.isArray(value)) {
    if (wanted.type !== 'array') return [`${at}: a list where the contract has ${wanted.type}`];
    return value.flatMap((item, index) => differences(contract, wanted.items ?? {}, item, `${at}[${index}]`));
  }
  if (typeof value === 'object' && value !== null) {
    const members = membersOf(contract, schema);
    return Object.entries(value).flatMap(([name, member]) => {
      const known = members.get(name.toLowerCase());
      if (known === undefined) return [`${at}.${name}: not in the contract`];
      return differences(contract, known, member, `${at}.${name}`);
    });
  }
  if (wanted.enum !== undefined && !wanted.enum.includes(value))
    return [`${at}: ${String(value)} is none of its values`];
  const isOfType = wanted.type === typeof value || (wanted.type === 'integer' && Number.isInteger(value));
  return isOfType ? [] : [`${at}: ${typeof value} where the contract has ${wanted.type ?? 'an object'}`];
}
