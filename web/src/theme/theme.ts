import {
  Button,
  createTheme,
  Kbd,
  Loader,
  type MantineColorsTuple,
  Menu,
  Popover,
  SegmentedControl,
  Tooltip,
} from '@mantine/core';

const signal: MantineColorsTuple = [
  '#eef3ff',
  '#dce4f8',
  '#b6c7ef',
  '#8da8e7',
  '#6a8de0',
  '#547cdc',
  '#4773db',
  '#3862c3',
  '#2f57af',
  '#214b9b',
];

const floating = { background: 'var(--surface)', borderColor: 'var(--line)' };

/** Type, shape and colour of the whole board; what colours mean is in tokens.css. */
export const theme = createTheme({
  primaryColor: 'signal',
  primaryShade: { light: 7, dark: 7 },
  colors: { signal },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '15px', lg: '17px', xl: '21px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.4', xl: '1.3' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '21px', lineHeight: '1.3' },
      h2: { fontSize: '17px', lineHeight: '1.4' },
      h3: { fontSize: '15px', lineHeight: '1.5' },
    },
  },
  components: {
    // Acts are many on a page: they are quiet, and one of them may be filled.
    Button: Button.extend({
      defaultProps: { fw: 500 },
      vars: (_theme, { size }) => ({
        root: size === 'compact-md' ? { '--button-fz': '13px', '--button-padding-x': '12px' } : {},
      }),
    }),
    Menu: Menu.extend({
      // A hidden stop before the items is no item of a menu.
      defaultProps: { withInitialFocusPlaceholder: false },
      styles: { dropdown: floating },
    }),
    Loader: Loader.extend({ defaultProps: { role: 'status' } }),
    Popover: Popover.extend({ styles: { dropdown: floating } }),
    SegmentedControl: SegmentedControl.extend({
      styles: {
        root: { background: 'var(--sunken)' },
        label: { color: 'var(--ink)' },
        indicator: { background: 'light-dark(var(--surface), var(--line))' },
      },
    }),
    // A dialog's head is no banner of the page, and its ✕ says what it does.
    ModalHeader: { defaultProps: { role: 'none' } },
    ModalCloseButton: { defaultProps: { 'aria-label': 'Close' } },
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({ defaultProps: { fz: 'sm' } }),
  },
});
