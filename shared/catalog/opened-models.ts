import type { ModelVersionId } from '../domain/ids.ts';
import type { SemanticModel } from '../model/semantic-model.ts';
import { type OpenedModel, openStoredModel, parseStoredModel } from '../model/stored-model.ts';

/** A definition as it is held: the visual part, and the rest read when it is first wanted. */
export type HeldDefinition = { readonly visual: SemanticModel; readonly stored: () => OpenedModel };

/** Their texts together at most; reading one of them again costs milliseconds. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

type Held = HeldDefinition & { readonly characters: number };

/**
 * Definitions by the version that they came with, the latest used last. A definition and its version change in one
 * transaction, so what is held of a version is never old.
 */
const held = new Map<ModelVersionId, Held>();

/** The definition of a version: as it is held, or read from the text that is fetched then. Undefined without a text. */
export async function definitionOf(
  versionId: ModelVersionId,
  fetchText: () => Promise<string | undefined>,
): Promise<HeldDefinition | undefined> {
  const known = held.get(versionId) ?? read(await fetchText());
  if (known === undefined) return undefined;
  held.delete(versionId);
  held.set(versionId, known);
  forgetOldest();
  return known;
}

function read(text: string | undefined): Held | undefined {
  if (text === undefined) return undefined;
  const stored = parseStoredModel(text);
  let opened: OpenedModel | undefined;
  return {
    visual: stored.visual,
    characters: text.length,
    stored: () => {
      opened ??= openStoredModel(stored);
      return opened;
    },
  };
}

function forgetOldest(): void {
  let characters = [...held.values()].reduce((sum, one) => sum + one.characters, 0);
  for (const [id, one] of held) {
    if (characters <= MOST_CHARACTERS || held.size === 1) return;
    held.delete(id);
    characters -= one.characters;
  }
}
