import { Button, Menu } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import type { Json, Path } from '../doc/json'
import { type Word, wordsOf } from '../grammar/grammar'
import { useWords } from '../grammar/words'
import { isAlways } from './layout'
import css from './panel.module.css'
import { usePanelFile, useWordsAt } from './place'
import { WordRow } from './WordRow'

interface Props {
  decl: string
  path: Path
  skip?: string[] // words that stand elsewhere on the screen
  only?: string[]
  stays?: boolean // also when nothing of it is said
}

const isWritten = (value: Json | undefined): boolean => value !== undefined

/** Every property that the grammar knows of the thing at a path: what is written, what is usual, and the rest behind a menu. */
export function Panel({ decl, path, skip = [], only, stays }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const cell = useWordsAt(decl, path, stays)
  const { file } = usePanelFile()
  const [added, setAdded] = useState<string[]>([])
  const placeOf = (word: Word) => `${path.join('.')}:${word.name}`
  const written = useRef(new Set<string>()) // what is emptied by typing stays: whoever types goes on
  const all = wordsOf(decl).filter(w => !skip.includes(w.name) && (only?.includes(w.name) ?? true))
  for (const w of all) if (isWritten(cell(w).value)) written.current.add(placeOf(w))
  const isShown = (w: Word) =>
    only !== undefined ||
    written.current.has(placeOf(w)) ||
    isAlways(decl, w.name, w.required === true) ||
    added.includes(placeOf(w))
  const rest = all.filter(w => !isShown(w))
  return (
    <div className={css.panel}>
      {all.filter(isShown).map(word => (
        <WordRow
          key={`${file}:${path.join('.')}:${word.name}`}
          decl={decl}
          path={path}
          word={word}
          cell={cell(word)}
          onClear={() => written.current.delete(placeOf(word))}
        />
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-start" withinPortal width={280}>
          <Menu.Target>
            <Button
              variant="subtle"
              size="xs"
              leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
              className={css.more}
            >
              {t('studio.panel.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={css.menu}>
            {rest.map(word => (
              <Menu.Item
                key={word.name}
                onClick={() => setAdded(list => [...list, placeOf(word)])}
                title={words.hint(decl, word)}
              >
                {words.label(decl, word.name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}
