import type { ComponentType, SVGProps } from 'react'
import { office } from './office'

export type IconComponent = ComponentType<
  Omit<SVGProps<SVGSVGElement>, 'ref' | 'stroke'> & { size?: string | number; stroke?: string | number }
>

/** Icon of a type by its name in the configuration. Always beside its title, so it says nothing to a screen reader. */
export function TypeIcon({ name, size = 18 }: { name: string; size?: number }) {
  const Drawn = office[name] ?? office.file
  return Drawn ? <Drawn size={size} stroke={1.6} aria-hidden /> : null
}
