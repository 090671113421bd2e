/** An element of a document, or text. */
export type Xml = string | XmlElement;
type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Xml[];
};

export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly Xml[] = [],
): XmlElement {
  return { name, attributes, children };
}

/** A list of texts, or nothing where it is empty. */
export function listElement(list: string, item: string, values: readonly string[]): readonly XmlElement[] {
  if (values.length === 0) return [];
  return [
    element(
      list,
      {},
      values.map((value) => element(item, {}, [value])),
    ),
  ];
}

/** The text of a document, indented; every value is escaped. */
export function printXml(xml: Xml, indent = ''): string {
  if (typeof xml === 'string') return escaped(xml);
  const { name, attributes, children } = xml;
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const open = `${indent}<${name}${written.join('')}`;
  if (children.length === 0) return `${open} />\n`;
  if (children.every((child) => typeof child === 'string')) {
    return `${open}>${children.map((child) => printXml(child)).join('')}</${name}>\n`;
  }
  return `${open}>\n${children.map((child) => printXml(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
