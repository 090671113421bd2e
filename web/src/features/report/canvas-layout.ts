import type { Page, Visual, VisualType } from '../../../../shared/report/report.ts';

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** A page on the screen: placed boxes, or a column to scroll through. */
type CanvasLayout =
  | { readonly kind: 'canvas'; readonly height: number; readonly boxes: ReadonlyMap<string, Box> }
  | {
      readonly kind: 'column';
      readonly slicers: readonly Visual[];
      readonly rows: readonly (readonly { readonly visual: Visual; readonly height: number }[])[];
    };

/** Below this width a canvas would be too small to read. */
const NARROWEST_CANVAS = 760;

/** Text does not shrink with the canvas, so its height shrinks less than its width. */
const [LOWEST, HIGHEST] = [0.96, 1.2];

const COLUMN_HEIGHT: { readonly [T in VisualType]: number } = {
  card: 122,
  columnChart: 300,
  barChart: 320,
  lineChart: 290,
  areaChart: 290,
  donutChart: 330,
  scatterChart: 320,
  table: 380,
  slicer: 280,
};

/** The page's own margin is left out: the screen has one already. */
function canvas(page: Page, width: number): CanvasLayout {
  const margin = Math.max(0, Math.min(page.width / 4, ...page.visuals.map((visual) => visual.position.x)));
  const top = Math.min(...page.visuals.map((visual) => visual.position.y));
  const across = width / (page.width - 2 * margin);
  const down = Math.min(HIGHEST, Math.max(LOWEST, across));
  const boxes = new Map(
    page.visuals.map(({ name, position }) => [
      name,
      {
        left: Math.round((position.x - margin) * across),
        top: Math.round((position.y - top) * down),
        width: Math.round(position.width * across),
        height: Math.round(position.height * down),
      },
    ]),
  );
  const bottom = Math.max(0, ...[...boxes.values()].map((box) => box.top + box.height));
  return { kind: 'canvas', height: bottom, boxes };
}

/** From the top, and from the left where two begin at about the same height. */
export function readingOrder(visuals: readonly Visual[]): readonly Visual[] {
  const band = (visual: Visual) => Math.round(visual.position.y / 40);
  return [...visuals].sort((left, right) => band(left) - band(right) || left.position.x - right.position.x);
}

function column(page: Page): CanvasLayout {
  const ordered = readingOrder(page.visuals);
  const slicers = ordered.filter((visual) => visual.type === 'slicer');
  const rows: { visual: Visual; height: number }[][] = [];
  let cards: { visual: Visual; height: number }[] | undefined;
  for (const visual of ordered.filter((one) => one.type !== 'slicer')) {
    const place = { visual, height: COLUMN_HEIGHT[visual.type] };
    if (visual.type === 'card' && cards !== undefined && cards.length < 2) {
      cards.push(place);
      continue;
    }
    const row = [place];
    rows.push(row);
    cards = visual.type === 'card' ? row : undefined;
  }
  return { kind: 'column', slicers, rows };
}

/** Places a page's visuals: as drawn where there is room, one below the other on a phone. */
export function layOut(page: Page, width: number): CanvasLayout {
  return width < NARROWEST_CANVAS || page.width <= 0 ? column(page) : canvas(page, width);
}
