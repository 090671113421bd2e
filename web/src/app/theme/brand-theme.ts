import { type BrandVariants, createDarkTheme, createLightTheme, type Theme } from '@fluentui/react-components';

/** Our own calm blue-green, from ink to mist. */
const BRAND: BrandVariants = {
  10: '#021416',
  20: '#062529',
  30: '#0a343b',
  40: '#0c424b',
  50: '#0e515c',
  60: '#0f5f6c',
  70: '#126a78',
  80: '#147584',
  90: '#2b8a98',
  100: '#45b3c1',
  110: '#62c0cc',
  120: '#85d3dd',
  130: '#a2dee6',
  140: '#bbe7ed',
  150: '#d5f1f4',
  160: '#ecf9fa',
};

const SHAPE = {
  fontFamilyBase: 'var(--az-font)',
  borderRadiusMedium: '6px',
  borderRadiusLarge: '8px',
  borderRadiusXLarge: '12px',
} as const;

export const LIGHT_THEME: Theme = {
  ...createLightTheme(BRAND),
  ...SHAPE,
  colorNeutralForeground1: '#20262b',
  colorNeutralForeground2: '#3c464d',
  colorNeutralForeground3: '#58626a',
  colorNeutralBackground2: '#fafbfb',
  colorNeutralBackground3: '#f5f7f8',
  colorNeutralBackground1Hover: '#eef2f4',
  colorSubtleBackgroundHover: '#e9eef0',
  colorNeutralStroke1: '#c5cdd2',
  colorNeutralStroke2: '#e1e6e9',
};

export const DARK_THEME: Theme = {
  ...createDarkTheme(BRAND),
  ...SHAPE,
  colorNeutralForeground1: '#eef2f4',
  colorNeutralForeground2: '#ccd5da',
  colorNeutralForeground3: '#a7b2ba',
  colorNeutralBackground1: '#22282d',
  colorNeutralBackground1Hover: '#2b3339',
  colorNeutralBackground1Pressed: '#1d2328',
  colorNeutralBackground2: '#1a1f23',
  colorNeutralBackground3: '#101417',
  colorSubtleBackgroundHover: '#2b3339',
  colorSubtleBackgroundPressed: '#242b30',
  colorNeutralStroke1: '#46525a',
  colorNeutralStroke2: '#2b3339',
  colorBrandForeground1: '#62c0cc',
  colorBrandForeground2: '#85d3dd',
  colorBrandForegroundLink: '#85d3dd',
  colorBrandForegroundLinkHover: '#a2dee6',
  colorCompoundBrandForeground1: '#62c0cc',
  colorCompoundBrandStroke: '#45b3c1',
  colorCompoundBrandBackground: '#45b3c1',
};
