import type { EChartsOption } from 'echarts';
import type { ChartTokens } from './chart-tokens.ts';
import { escapeText } from './escape-text.ts';

type TooltipRow = { readonly colour: string; readonly name: string; readonly value: string };

const COLOUR = /^#[0-9a-f]{3,8}$/i;

/** The tooltip's markup. Everything that comes from data is escaped here and nowhere enters another way. */
export function tooltipMarkup(title: string, rows: readonly TooltipRow[]): string {
  const lines = rows.map((row) => {
    const colour = COLOUR.test(row.colour) ? row.colour : 'currentColor';
    const dot = `<span class="az-tip-dot" style="background:${colour}"></span>`;
    return `<div class="az-tip-row">${dot}<span>${escapeText(row.name)}</span><b>${escapeText(row.value)}</b></div>`;
  });
  return `<div class="az-tip">${title === '' ? '' : `<div class="az-tip-title">${escapeText(title)}</div>`}${lines.join('')}</div>`;
}

/** Looks and behaviour that all tooltips share. */
export function tooltipBase(tokens: ChartTokens): NonNullable<EChartsOption['tooltip']> & object {
  return {
    confine: true,
    transitionDuration: 0.1,
    backgroundColor: tokens.surface,
    borderColor: tokens.line,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: tokens.ink, fontFamily: tokens.fontFamily, fontSize: 12 },
    extraCssText: 'border-radius:8px;box-shadow:0 4px 16px rgb(0 0 0 / 14%);max-width:280px;white-space:normal',
  };
}

/** The index that a charting event or formatter speaks of. */
export function indexOf(params: unknown): number | undefined {
  const first: unknown = Array.isArray(params) ? params[0] : params;
  if (typeof first !== 'object' || first === null || !('dataIndex' in first)) return undefined;
  return typeof first.dataIndex === 'number' ? first.dataIndex : undefined;
}
