import type { FitViewOptions } from '@xyflow/react'

/** The whole drawing, with room for what lies over its edges, never larger than life. */
export const whole: FitViewOptions = {
  maxZoom: 1,
  padding: { top: '60px', bottom: '52px', left: '24px', right: '48px' },
}
