import {
  ADDITIVE_WORDS,
  CLASS_WORDS,
  CODE_WORDS,
  FRACTION_WORDS,
  KEY_WORDS,
  LEVEL_WORDS,
} from '../model/infer-vocabulary.ts';

/** Words of column names beside those that tell what a number is: things, people, places, times and their qualities. */
const OTHER_WORDS = `
  account activity actual admission age agency agent aircraft airline airport album animal answer app area artist asset author
  bank battery bedroom birth blood board body book booking border box branch brand breed browser building business buyer
  campaign campus cancer capacity capital car card cargo carrier cash cause center century chain change channel character
  child choice church city claim client club cohort color colour comment commodity community company competitor condition
  contact content continent contract contractor country county course court cover created creator crime crop culture
  currency current customer daily damage data date day deal death debt decade delivered delivery department destination
  detail device diet difference director disease distance division doctor domain donor driver due earliest education
  effect email employee employment end energy engine entity entry episode equipment error event exam exchange exit expense
  export factor factory family farm fashion father feature fee female field file film final firm first fiscal fish
  flight food forecast form format fossil fuel fuels full fund gallon game gas gender generation genre goal good grant
  gross growth guest habitat harvest head health hire hired history home horse hospital hotel hour house household human
  import incident industry inflation information initial injury instrument insurance international inventory investment
  investor invoice issue item job journey key keyword kind label land language last latest latitude lead league
  lecture length letter library license line link list listing loan local location login longitude loss machine main make
  maintenance major maker male management manager manufacturer market marriage match material meal media medical medium
  member message method mile miles milk minor minute minutes mission mobile mode model money month monthly mortality
  mother motor movie museum music name nation national net network new news night nurse object occupation offer office
  official old online operation operator opponent option order ordered organisation organization origin original other
  outcome output owner package page paid parent park part partner party passenger patient pay people percent performance
  period permit person pet phase phone picture piece pilot place plan planet plant platform player police policy pollution
  port position post poster power precipitation presence president previous primary priority private problem process
  produced producer product profession program project property provider province public publisher purchase purpose
  quarter query question race rail reason recipe record referrer refund region regional registration relationship release
  religion remark report request research reservation residence resource response restaurant result retail return
  returned revenue review rider right risk river road role room route row rule rural salesperson sample school science
  season seat second sector seller sensor series server service session severity sex shape shift ship shipment shipped
  shipping shop show side site sku skill slot social software soil song source space species sport staff stage standard
  start state station status stay step stock stop storage store story stream street student studio style subcategory
  subject subscription supplier supply surface survey survived symbol system table target task tax teacher team technology
  term test text theme ticket time title token tool topic town track trade traffic train transaction transport treatment
  tree trial trip truck turnover type unemployment unit university update updated urban usage user value vehicle vendor
  venue version vessel victim video view visit visitor volume vote wages warehouse waste water way weather web website
  week weekday weekly wheel wildlife winner wood word work worker world writer year yearly yield youth
`;

const WORDS: ReadonlySet<string> = new Set(
  [KEY_WORDS, CODE_WORDS, CLASS_WORDS, FRACTION_WORDS, LEVEL_WORDS, ADDITIVE_WORDS]
    .flat()
    .concat(OTHER_WORDS)
    .flatMap((entry) => entry.split(/\s+/))
    .filter((word) => word !== ''),
);

/** Whether a word, in whatever case, is one of which we know that it is English: only such words are bent. */
export function isEnglish(word: string): boolean {
  return WORDS.has(word.toLowerCase());
}
