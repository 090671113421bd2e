import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** An element of a policy document. */
export type Policy = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Policy[];
  readonly text: string;
};

const Attributes = z.record(z.string(), z.string());
const Ordered = z.record(z.string(), z.unknown());

/** Reads a policy document with an XML parser of its own; throws where it is not well formed or has more than one root. */
export function parsePolicies(xml: string): Policy {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
  });
  const roots = policiesIn(parser.parse(xml, true));
  const [root, ...others] = roots;
  if (root?.name !== 'policies' || others.length > 0) throw new Error('a document has one element <policies>');
  return root;
}

function policiesIn(nodes: unknown): readonly Policy[] {
  return z
    .array(Ordered)
    .parse(nodes)
    .flatMap((node) => {
      const name = Object.keys(node).find((key) => key !== ':@');
      if (name === undefined || name === '#text') return [];
      const inner = z.array(Ordered).parse(node[name]);
      const text = inner.map((one) => (typeof one['#text'] === 'string' ? one['#text'] : '')).join('');
      return [{ name, attributes: Attributes.parse(node[':@'] ?? {}), children: policiesIn(inner), text }];
    });
}

/** The first child of a name; throws where there is none. */
export function childOf(policy: Policy, name: string): Policy {
  const child = policy.children.find((one) => one.name === name);
  if (child === undefined) throw new Error(`<${policy.name}> has no <${name}>`);
  return child;
}

/** The texts of a list such as `<audiences><audience>…`; empty where the list is missing. */
export function textsIn(policy: Policy, list: string): readonly string[] {
  return policy.children
    .filter(({ name }) => name === list)
    .flatMap(({ children }) => children.map(({ text }) => text));
}
