import { Button } from '@mantine/core'
import IconRestore from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs'
import IconOff from '@tabler/icons-react/dist/esm/icons/IconEyeOff.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useTranslation } from '../../i18n'
import type { IconComponent } from '../../icons/Icon'
import { useDesigner } from './designer'
import css from './form.module.css'
import { type FieldShape, rest } from './shape'

/** What is done with the field as a whole. */
export function FieldActions({ field, off }: { field: FieldShape; off: boolean }) {
  const { t } = useTranslation()
  const { takeOff, erase, restore, move, form } = useDesigner()
  const back = () => move(field.key, { section: form.sections.at(-2)?.key ?? rest })
  return (
    <>
      {(field.inherited || field.overridden) && (
        <p className={css.note}>{t(field.overridden ? 'studioForm.mark.overridden' : 'studioForm.inheritedNote')}</p>
      )}
      <div className={css.actions}>
        {off ? (
          <Act icon={IconRestore} label={t('studioForm.putBack')} onClick={back} />
        ) : (
          <Act icon={IconOff} label={t('studioForm.takeOff')} onClick={() => takeOff(field.key)} />
        )}
        {field.overridden && (
          <Act icon={IconRestore} label={t('studioForm.restore')} onClick={() => restore(field.key)} />
        )}
        <Act icon={IconTrash} label={t('studioForm.erase')} onClick={() => erase(field.key)} />
      </div>
    </>
  )
}

function Act({ icon: Drawn, label, onClick }: { icon: IconComponent; label: string; onClick: () => void }) {
  return (
    <Button variant="default" size="xs" leftSection={<Drawn size={14} stroke={1.8} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  )
}
