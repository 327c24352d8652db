import { useMediaQuery } from '@mantine/hooks'

/** Below 600 px: bottom bar, cards for rows, sheets for popovers. */
export const usePhone = () =>
  useMediaQuery('(max-width: 599px)', window.matchMedia('(max-width: 599px)').matches, {
    getInitialValueInEffect: false,
  }) ?? false

/** Below 1200 px the right rail goes under the content. */
export const useWide = () =>
  useMediaQuery('(min-width: 1200px)', window.matchMedia('(min-width: 1200px)').matches, {
    getInitialValueInEffect: false,
  }) ?? true
