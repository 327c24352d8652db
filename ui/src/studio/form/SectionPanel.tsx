import { Button } from '@mantine/core'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useTranslation } from '../../i18n'
import { useWords } from '../grammar/words'
import { useDesigner } from './designer'
import css from './form.module.css'
import type { SectionShape } from './shape'
import { TitleInput } from './TitleInput'

export function SectionPanel({ section, id }: { section: SectionShape; id: number }) {
  const { t } = useTranslation()
  const words = useWords()
  const { titleSection, removeSection } = useDesigner()
  return (
    <>
      <header className={css.panelHead}>
        <span>{words.one('section')}</span>
        <code>{section.key}</code>
      </header>
      <div className={css.group}>
        <TitleInput
          id={id}
          label={words.label('section', 'title')}
          value={section.title}
          onTitle={title => titleSection(section.key, title)}
        />
        {section.inherited && <p className={css.note}>{t('studioForm.sectionInherited')}</p>}
      </div>
      <div className={css.group}>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTrash size={14} stroke={1.8} aria-hidden />}
          onClick={() => removeSection(section.key)}
        >
          {t('studioForm.removeSection')}
        </Button>
        <p className={css.note}>{t('studioForm.removeSectionNote')}</p>
      </div>
    </>
  )
}
