import { type ComponentType, lazy, Suspense, type SVGProps } from 'react'

export type IconComponent = ComponentType<
  Omit<SVGProps<SVGSVGElement>, 'ref' | 'stroke'> & { size?: string | number; stroke?: string | number }
>

interface Props {
  name: string
  size?: number
}

// All office icons are one small chunk that no first screen waits for.
const Drawn = lazy(() =>
  import('./office').then(({ office }) => ({
    default: ({ name, size }: Required<Props>) => {
      const Chosen = office[name] ?? office.file
      return Chosen ? <Chosen size={size} stroke={1.6} aria-hidden /> : null
    },
  })),
)

/** Icon of a type by its name in the configuration. Always beside its title, so it says nothing to a screen reader. */
export function TypeIcon({ name, size = 18 }: Props) {
  return (
    <Suspense fallback={<svg width={size} height={size} aria-hidden />}>
      <Drawn name={name} size={size} />
    </Suspense>
  )
}
