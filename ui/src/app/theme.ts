import { ActionIcon, Button, type CSSVariablesResolver, createTheme, Input, Modal, Tooltip } from '@mantine/core'

type Sizes = Record<string, string>
const buttonHeight: Sizes = { xs: '26px', sm: '32px', md: '40px', lg: '48px' }
const buttonPadding: Sizes = { xs: '8px', sm: '12px', md: '14px', lg: '18px' }
const inputHeight: Sizes = { xs: '26px', sm: '32px', md: '34px', lg: '42px' }

export const theme = createTheme({
  fontFamily: 'var(--k-font)',
  fontFamilyMonospace: 'var(--k-mono)',
  headings: { fontFamily: 'var(--k-font)', fontWeight: '600' },
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '14px', sm: '16px', md: '18px', lg: '20px', xl: '22px' },
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '999px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  breakpoints: { xs: '22.5em', sm: '37.5em', md: '62em', lg: '75em', xl: '90em' },
  defaultRadius: 'sm',
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  // Mantine wants ten shades; every use of them is overridden by tokens below.
  colors: {
    ink: [
      '#edf1fc',
      '#dbe3f9',
      '#b8c7f0',
      '#9db2f2',
      '#7f99ea',
      '#5f7fdc',
      '#4163c8',
      '#2a47a8',
      '#223b90',
      '#1b2f74',
    ],
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, props) => ({
        root: {
          '--button-height': buttonHeight[String(props.size ?? 'sm')] ?? '32px',
          '--button-padding-x': buttonPadding[String(props.size ?? 'sm')] ?? '12px',
          '--button-fz': props.size === 'xs' ? '12px' : props.size === 'lg' ? '14px' : '13px',
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Input: Input.extend({
      vars: (_theme, props) => ({
        wrapper: {
          '--input-height': inputHeight[String(props.size ?? 'sm')] ?? '32px',
          '--input-fz': '14px',
        },
      }),
    }),
    Modal: Modal.extend({ defaultProps: { radius: 'lg', transitionProps: { duration: 140, transition: 'fade' } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, transitionProps: { duration: 120 } } }),
  },
})

const shared = {
  '--mantine-color-body': 'var(--k-bg)',
  '--mantine-color-text': 'var(--k-tx)',
  '--mantine-color-bright': 'var(--k-tx)',
  '--mantine-color-dimmed': 'var(--k-tx3)',
  '--mantine-color-placeholder': 'var(--k-tx3)',
  '--mantine-color-error': 'var(--k-bad)',
  '--mantine-color-anchor': 'var(--k-ac)',
  '--mantine-color-default': 'var(--k-raise)',
  '--mantine-color-default-hover': 'var(--k-sunk)',
  '--mantine-color-default-color': 'var(--k-tx)',
  '--mantine-color-default-border': 'var(--k-line2)',
  '--mantine-color-disabled': 'var(--k-sunk2)',
  '--mantine-color-disabled-color': 'var(--k-tx3)',
  '--mantine-color-disabled-border': 'var(--k-line)',
  '--mantine-color-gray-text': 'var(--k-tx2)',
  '--mantine-color-gray-light': 'var(--k-sunk2)',
  '--mantine-color-gray-light-hover': 'var(--k-sunk2)',
  '--mantine-color-gray-light-color': 'var(--k-tx2)',
  '--mantine-primary-color-filled': 'var(--k-ac-fill)',
  '--mantine-primary-color-filled-hover': 'var(--k-ac-fill-hover)',
  '--mantine-primary-color-light': 'var(--k-acbg)',
  '--mantine-primary-color-light-hover': 'var(--k-acbg)',
  '--mantine-primary-color-light-color': 'var(--k-ac)',
  '--mantine-color-ink-text': 'var(--k-ac)',
  '--mantine-color-ink-filled': 'var(--k-ac-fill)',
  '--mantine-color-ink-filled-hover': 'var(--k-ac-fill-hover)',
  '--mantine-color-ink-light': 'var(--k-acbg)',
  '--mantine-color-ink-light-hover': 'var(--k-acbg)',
  '--mantine-color-ink-light-color': 'var(--k-ac)',
  '--mantine-color-ink-outline': 'var(--k-ac)',
  '--mantine-color-ink-outline-hover': 'var(--k-acbg)',
  '--mantine-shadow-md': 'var(--k-shadow-2)',
  '--mantine-shadow-xl': 'var(--k-shadow-3)',
}

/** Points every colour that Mantine paints with at our tokens, in both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
