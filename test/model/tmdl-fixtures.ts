import { modelTree } from '../../shared/model/merge-parts.ts';
import type { MetadataObject, ModelDocument, ModelFile } from '../../shared/model/model-document.ts';
import { readModelFiles, writeModelFiles } from '../../shared/model/model-files.ts';
import { type ModelProblem, problemLine } from '../../shared/model/model-problem.ts';
import { readModel } from '../../shared/model/read-model.ts';
import type { TabularModel } from '../../shared/model/tabular-model.ts';
import { tabularModelOf } from '../../shared/model/tabular-model-of.ts';

/** Files by path, as text. */
export type Texts = Readonly<Record<string, string>>;

export function filesOf(texts: Texts): readonly ModelFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));
}

export function textsOf(document: ModelDocument): Texts {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return Object.fromEntries(writeModelFiles(document).map(({ path, bytes }) => [path, decoder.decode(bytes)]));
}

/** The document of texts that hold no problem. */
export function documentOf(texts: Texts): ModelDocument {
  const { document, problems } = readModelFiles(filesOf(texts));
  if (problems.length > 0) throw new Error(problems.map(problemLine).join('\n'));
  return document;
}

export function treeOf(document: ModelDocument): MetadataObject {
  const tree = modelTree(document, (problem) => {
    throw new Error(problemLine(problem));
  });
  if (tree === undefined) throw new Error('no model');
  return tree;
}

export function modelOf(document: ModelDocument): TabularModel {
  const reading = tabularModelOf(document);
  if (reading.kind === 'problems') throw new Error(reading.problems.map(problemLine).join('\n'));
  return reading.model;
}

/** Everything that is wrong with some texts. */
export function problemsOf(texts: Texts): readonly ModelProblem[] {
  const { reading } = readModel(filesOf(texts));
  return reading.kind === 'problems' ? reading.problems : [];
}

/** A small model of two related tables. */
export const SMALL: Texts = {
  'definition/model.tmdl': 'model Model\n\tculture: en-US\n\nref table Sales\nref table Product\n',
  'definition/relationships.tmdl': 'relationship r1\n\tfromColumn: Sales.ProductKey\n\ttoColumn: Product.ProductKey\n',
  'definition/tables/Product.tmdl': `table Product

	column ProductKey
		dataType: int64
		isKey
		summarizeBy: none
		sourceColumn: ProductKey

	partition Product = m
		mode: import
		source = Products
`,
  'definition/tables/Sales.tmdl': `/// What was sold,
/// line by line.
table Sales

	measure 'Margin %' =
			VAR Cost = 1
			RETURN
			    Cost
		formatString: 0.0%
		displayFolder: " Base"

	measure Amount = SUM ( Sales[Net Amount] )

	column ProductKey
		dataType: int64
		summarizeBy: none
		sourceColumn: ProductKey

	column 'Net Amount'
		dataType: double
		sourceColumn: Net Amount

	partition Sales = m
		mode: import
		source =
				let
				    Source = 1
				in
				    Source
`,
};
