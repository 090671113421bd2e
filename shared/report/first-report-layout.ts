import type { Draft } from './first-report-visuals.ts';
import type { Position, Visual } from './report.ts';

type Drafts = {
  readonly cards: readonly Draft[];
  readonly slicers: readonly Draft[];
  /** The first is the largest. */
  readonly charts: readonly Draft[];
  readonly table: Draft;
};

const GAP = 16;
const CARD_HEIGHT = 112;
const SLICER_WIDTH = 200;

/** Places the visuals: slicers in a column on the left, cards above, the charts and the table in two bands below. */
export function arrange(drafts: Drafts, page: { readonly width: number; readonly height: number }): readonly Visual[] {
  const left = drafts.slicers.length === 0 ? GAP : GAP + SLICER_WIDTH + GAP;
  const content = { x: left, y: GAP, width: page.width - left - GAP, height: page.height - 2 * GAP };
  const side = { x: GAP, y: GAP, width: SLICER_WIDTH, height: content.height };
  const below = { ...content, y: GAP + CARD_HEIGHT + GAP, height: content.height - CARD_HEIGHT - GAP };
  return [
    ...placed(
      drafts.cards,
      across(
        { ...content, height: CARD_HEIGHT },
        drafts.cards.map(() => 1),
      ),
    ),
    ...placed(drafts.slicers, down(side, drafts.slicers.length)),
    ...bands(drafts, below),
  ];
}

function bands({ charts, table }: Drafts, area: Position): readonly Visual[] {
  const [upper, lower] = down(area, charts.length === 0 ? 1 : 2);
  if (upper === undefined) return [];
  if (lower === undefined) return placed([table], [upper]);
  switch (charts.length) {
    case 1:
      return [...placed(charts, [upper]), ...placed([table], [lower])];
    case 2:
      return [...placed(charts, across(upper, [3, 2])), ...placed([table], [lower])];
    default:
      return [
        ...placed(charts.slice(0, 2), across(upper, [3, 2])),
        ...placed([...charts.slice(2), table], across(lower, [2, 3])),
      ];
  }
}

function placed(drafts: readonly Draft[], positions: readonly Position[]): readonly Visual[] {
  return drafts.flatMap((draft, index) => {
    const position = positions[index];
    return position === undefined ? [] : [{ ...draft, position }];
  });
}

/** Parts of an area side by side, in proportion to their weights, in whole units. */
function across(area: Position, weights: readonly number[]): readonly Position[] {
  const free = area.width - GAP * (weights.length - 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return weights.map((weight, index) => {
    const from = Math.floor((free * before) / total);
    before += weight;
    const to = Math.floor((free * before) / total);
    return { ...area, x: area.x + from + index * GAP, width: to - from };
  });
}

function down(area: Position, count: number): readonly Position[] {
  const height = Math.floor((area.height - GAP * (count - 1)) / Math.max(1, count));
  return Array.from({ length: count }, (_, index) => ({ ...area, y: area.y + index * (height + GAP), height }));
}
