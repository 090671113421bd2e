/** The colours and type of a chart, plain values so that pictures can be made without a browser. */
export type ChartTokens = {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly surface: string;
  /** The hue of everything that has one series. */
  readonly primary: string;
  /** Categories, told apart with any colour vision; the first one is `primary`. */
  readonly palette: readonly string[];
  readonly fontFamily: string;
};

const FONT = "'Segoe UI Variable Text', 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', sans-serif";

export const LIGHT_TOKENS: ChartTokens = {
  ink: '#20262b',
  quiet: '#5a646c',
  line: '#e6e9eb',
  surface: '#ffffff',
  primary: '#177f8f',
  palette: ['#177f8f', '#e08a2e', '#6a5acd', '#c8506e', '#7a9a2f', '#3c78c8', '#8d6e52', '#7b8790'],
  fontFamily: FONT,
};

export const DARK_TOKENS: ChartTokens = {
  ink: '#eef2f4',
  quiet: '#a3aeb6',
  line: '#2c343a',
  surface: '#1a1f23',
  primary: '#45b3c1',
  palette: ['#45b3c1', '#f0a75b', '#a497f0', '#ea8aa2', '#a8c766', '#7eabec', '#c3a585', '#a5b0b8'],
  fontFamily: FONT,
};

export function chartTokens(isDark: boolean): ChartTokens {
  return isDark ? DARK_TOKENS : LIGHT_TOKENS;
}

/** The colour of the nth series, always the same one for the same place. */
export function paletteColour(tokens: ChartTokens, index: number): string {
  return tokens.palette[index % tokens.palette.length] ?? tokens.primary;
}
