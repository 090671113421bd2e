/**
 * A semantic model as its files say it. Both formats (TMDL folders and TMSL `model.bim`) are read into one tree of
 * metadata objects in which each piece remembers the text that it was read from and the value that the text stood for.
 * A writer repeats the text of every piece whose value is still the same, so that an untouched document gives the very
 * same bytes and a change shows in the changed piece alone; pieces without text get the format's canonical form.
 */
export type ModelDocument = {
  readonly format: ModelFormat;
  readonly files: readonly DocumentFile[];
};

export type ModelFormat = 'tmdl' | 'tmsl';

/** A file as it comes and goes; the path is relative to the model's folder, with forward slashes. */
export type ModelFile = { readonly path: string; readonly bytes: Uint8Array };

/** How new lines are written between old ones: the line ending and one step of indentation. */
export type TextLayout = { readonly newline: '\n' | '\r\n'; readonly indent: string };

export type TmdlFile = {
  readonly kind: 'tmdl';
  readonly path: string;
  readonly layout: TextLayout;
  readonly members: readonly Member[];
  /** What follows the last member. */
  readonly tail: string;
};

export type TmslFile = {
  readonly kind: 'tmsl';
  readonly path: string;
  readonly layout: TextLayout;
  /** What stands around the model's object: white space, or the rest of a script. */
  readonly before: string;
  readonly root: MetadataObject;
  readonly after: string;
};

export type DocumentFile = TmdlFile | TmslFile | ({ readonly kind: 'kept' } & ModelFile);

export type Place = { readonly file: string; readonly line: number };

export type Member = MetadataProperty | MetadataObject | MemberGroup | KeptText;

export type MetadataObject = {
  readonly kind: 'object';
  /** The word of TMDL in camelCase: `table`, `measure`, `cultureInfo`, … */
  readonly type: string;
  readonly name: string | undefined;
  /** Declared by `ref`: it gives an object's place in the order, or adds to an object declared elsewhere. */
  readonly isReference: boolean;
  readonly members: readonly Member[];
  readonly place: Place;
  readonly source?: ObjectSource;
};

export type MetadataProperty = {
  readonly kind: 'property';
  readonly name: string;
  readonly value: PropertyValue;
  readonly place: Place;
  readonly source?: PropertySource;
};

/** A TMSL list of child objects. In meaning its members belong to the object that holds the list. */
export type MemberGroup = {
  readonly kind: 'group';
  readonly key: string;
  readonly members: readonly MetadataObject[];
  readonly open: string;
  readonly close: string;
};

/** Lines of TMDL that are no member: kept where they stand. */
export type KeptText = { readonly kind: 'text'; readonly text: string };

export type PropertyValue =
  | { readonly kind: 'text'; readonly text: string }
  /** Text in another language (DAX, M, JSON, …), with `\n` between lines. */
  | { readonly kind: 'expression'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** A number as it is spelled. */
  | { readonly kind: 'number'; readonly spelling: string }
  /** Names that lead to an object of the model, e.g. table and column. */
  | { readonly kind: 'reference'; readonly path: readonly string[] }
  /** A TMSL value that is none of these, as JSON text. */
  | { readonly kind: 'json'; readonly text: string };

export type ObjectSource =
  | {
      readonly format: 'tmdl';
      /** Everything up to the first member: blank lines, description, declaration, default value. */
      readonly head: string;
      readonly name: string | undefined;
      readonly description: PropertyValue | undefined;
      readonly value: PropertyValue | undefined;
    }
  | { readonly format: 'tmsl'; readonly open: string; readonly close: string };

export type PropertySource =
  | { readonly format: 'tmdl' | 'tmsl'; readonly text: string; readonly value: PropertyValue }
  /** Said by the head of its object: a TMDL description or default value. */
  | { readonly format: 'head' };

/** The children of an object, of all types, in order. */
export function childrenOf(object: MetadataObject): readonly MetadataObject[] {
  return object.members.flatMap((member) =>
    member.kind === 'object' ? [member] : member.kind === 'group' ? member.members : [],
  );
}

export function childrenOfType(object: MetadataObject, type: string): readonly MetadataObject[] {
  return childrenOf(object).filter((child) => child.type === type);
}

export function propertiesOf(object: MetadataObject): readonly MetadataProperty[] {
  return object.members.filter((member) => member.kind === 'property');
}

export function propertyOf(object: MetadataObject, name: string): MetadataProperty | undefined {
  return propertiesOf(object).find((property) => property.name === name);
}

/** The object with one property set: its text is written anew, everything else keeps its own. */
export function withProperty(object: MetadataObject, name: string, value: PropertyValue): MetadataObject {
  const members = object.members.map((member) =>
    member.kind === 'property' && member.name === name ? { ...member, value } : member,
  );
  if (propertyOf(object, name) !== undefined) return { ...object, members };
  const added: MetadataProperty = { kind: 'property', name, value, place: object.place };
  const firstChild = members.findIndex(({ kind }) => kind === 'object' || kind === 'group');
  return { ...object, members: members.toSpliced(firstChild < 0 ? members.length : firstChild, 0, added) };
}
