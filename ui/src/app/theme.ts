import { ActionIcon, Button, type CSSVariablesResolver, createTheme, Input } from '@mantine/core'
import { i18next } from '../i18n'

type Sizes = Record<string, string>
const buttonHeight: Sizes = { xs: '26px', sm: '32px', md: '40px', lg: '48px' }
const buttonPadding: Sizes = { xs: '8px', sm: '12px', md: '14px', lg: '18px' }
const inputHeight: Sizes = { xs: '26px', sm: '32px', md: '34px', lg: '42px' }

const dialog = () => ({
  transitionProps: { duration: 140, transition: 'fade' },
  closeButtonProps: { 'aria-label': i18next.t('common.close') },
})

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
    ink: ['#edf1fc', '#dbe3f9', '#b8c7f0', '#9db2f2', '#7f99ea', '#5f7fdc', '#4163c8', '#2a47a8', '#223b90', '#1b2f74'],
    // Mantine paints dark surfaces and borders from this scale: our neutrals, from text to canvas.
    dark: [
      '#dfe3e9',
      '#b3bac6',
      '#929baa',
      '#5f6874',
      '#3a424e',
      '#2b323c',
      '#20252d',
      '#181c22',
      '#14171c',
      '#121519',
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
          '--input-fz': props.size === 'xs' ? '12px' : '14px',
        },
      }),
    }),
    // By name, not by import: these parts come with the lazy screens that use them.
    Modal: { defaultProps: () => ({ ...dialog(), radius: 'lg', padding: 'lg' }) },
    Drawer: { defaultProps: () => ({ ...dialog(), padding: 'lg' }) },
    Notification: { defaultProps: () => ({ closeButtonProps: { 'aria-label': i18next.t('common.close') } }) },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 120 } } },
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

// Mantine's own dark greys are warm; these are the ones under inputs, lists and tracks.
const darkGround = {
  '--mantine-color-dark-4': 'var(--k-line2)',
  '--mantine-color-dark-5': 'var(--k-sunk2)',
  '--mantine-color-dark-6': 'var(--k-raise)',
}

/** Points every colour that Mantine paints with at our tokens, in both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: { ...shared, ...darkGround },
})
