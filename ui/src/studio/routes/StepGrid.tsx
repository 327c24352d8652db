import { ActionIcon, Button, ScrollArea } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useTranslation } from '../../i18n'
import { titleOf } from '../doc/config'
import type { JsonObject, Path } from '../doc/json'
import { wordOf } from '../grammar/grammar'
import { useWords } from '../grammar/words'
import { useWordsAt } from '../panel/place'
import { WordRow } from '../panel/WordRow'
import css from './routes.module.css'
import { useSteps } from './useSteps'

interface Props {
  path: Path
  steps: JsonObject
  onOpen: (key: string) => void
}

/** What the columns of the matrix of authority are: on which condition who decides, how, and in what time. */
const columns = ['when', 'who', 'mode', 'target', 'parallel'] as const

/** The route as a matrix of authority: a line for each step, a column for what decides about it. */
export function StepGrid({ path, steps, onOpen }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const edit = useSteps(path, steps)
  return (
    <>
      <ScrollArea type="auto">
        <table className={css.grid}>
          <thead>
            <tr>
              <th scope="col">{t('studioRoutes.step')}</th>
              {columns.map(name => (
                <th key={name} scope="col">
                  {words.label('step', name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(steps).map(([key, decl], at, all) => (
              <tr key={key}>
                <th scope="row">
                  <button type="button" className={css.rowName} onClick={() => onOpen(key)}>
                    {titleOf(decl, key)}
                  </button>
                  <span className={css.rowTools}>
                    <ActionIcon
                      size="sm"
                      aria-label={`${t('studio.panel.up')}: ${titleOf(decl, key)}`}
                      disabled={at === 0}
                      onClick={() => edit.move(key, -1)}
                    >
                      <IconUp size={14} stroke={1.8} />
                    </ActionIcon>
                    <ActionIcon
                      size="sm"
                      aria-label={`${t('studio.panel.down')}: ${titleOf(decl, key)}`}
                      disabled={at === all.length - 1}
                      onClick={() => edit.move(key, 1)}
                    >
                      <IconDown size={14} stroke={1.8} />
                    </ActionIcon>
                  </span>
                </th>
                {columns.map(name => (
                  <td key={name}>
                    <GridCell path={[...path, key]} name={name} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
        onClick={() => onOpen(edit.add())}
      >
        {t('studioRoutes.addStep')}
      </Button>
    </>
  )
}

function GridCell({ path, name }: { path: Path; name: string }) {
  const cell = useWordsAt('step', path)
  const word = wordOf('step', name)
  return word ? <WordRow decl="step" path={path} word={word} cell={cell(word)} bare /> : null
}
