import { useNavigate, useParams } from '@tanstack/react-router'
import { useCallback } from 'react'
import { pathAt } from '../doc/edit'
import type { Path } from '../doc/json'
import { useConfig } from './context'
import { writePlace } from './focus'
import { liveDraft } from './remember'
import { sectionAt, sectionOfFile } from './sections'

/** Opens the section in which a place of a file is mended. */
export function useGo(): (file: string, at: Path | { line: number; column: number }) => void {
  const { draft = liveDraft } = useParams({ strict: false })
  const navigate = useNavigate()
  const config = useConfig()
  return useCallback(
    (file, at) => {
      const path = 'line' in at ? pathAt(config.source(file) ?? '', at.line, at.column) : at
      const place = sectionOfFile(file)
      if (!place) return
      const search = { at: writePlace(path), file }
      if (place.type !== undefined) {
        const { pack, type } = place
        void navigate({
          to: '/studio/$draft/t/$pack/$type/$section',
          params: { draft, pack, type, section: sectionAt(path) },
          search,
        })
      } else {
        const { pack, section } = place
        void navigate({ to: '/studio/$draft/p/$pack/$section', params: { draft, pack, section }, search })
      }
    },
    [config, draft, navigate],
  )
}
