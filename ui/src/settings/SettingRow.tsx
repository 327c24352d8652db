import { Button } from '@mantine/core'
import { useRef } from 'react'
import type { Json, Refs, Setting } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { Avatar } from '../parts'
import { personOf } from '../record/people'
import { SettingEditor } from './SettingEditor'
import { SettingValue } from './SettingValue'
import css from './settings.module.css'

interface Props {
  setting: Setting
  refs: Refs
  editing: boolean
  onEdit: (on: boolean) => void
  onSave: (value: Json, comment: string) => Promise<void>
}

/** One parameter: what it is for, its value beside that of the pack, who changed it last. */
export function SettingRow({ setting, refs, editing, onEdit, onSave }: Props) {
  const { t } = useTranslation()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    onEdit(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  const titleId = `setting-${setting.key}`
  return (
    <li className={css.setting} data-editing={editing || undefined} aria-labelledby={titleId}>
      <div className={css.what}>
        <h3 className={css.title} id={titleId}>
          {setting.title}
        </h3>
        {setting.about && <p className={css.about}>{setting.about}</p>}
        <Changed setting={setting} refs={refs} />
      </div>
      {editing ? (
        <SettingEditor
          setting={setting}
          onSave={async (value, comment) => {
            await onSave(value, comment)
            close()
          }}
          onClose={close}
        />
      ) : (
        <div className={css.now}>
          <div className={css.value}>
            <b>
              <SettingValue setting={setting} value={setting.value} />
            </b>
            <small data-own={setting.own || undefined}>
              {setting.own ? (
                <>
                  {t('settings.inPack')} <SettingValue setting={setting} value={setting.default} />
                </>
              ) : (
                t('settings.asInPack')
              )}
            </small>
          </div>
          <Button
            ref={button}
            variant="default"
            onClick={() => onEdit(true)}
            aria-label={t('settings.changeOne', { title: setting.title })}
          >
            {t('settings.change')}
          </Button>
        </div>
      )}
    </li>
  )
}

function Changed({ setting, refs }: { setting: Setting; refs: Refs }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const { changed } = setting
  if (!changed) return null
  const who = personOf(changed.by, refs)
  const name = who?.title || t('settings.operator')
  return (
    <p className={css.changed}>
      <Avatar name={name} id={who?.id ?? 'operator'} size={18} />
      <span>
        {name}, {instant(changed.at)}. {t(setting.own ? 'settings.was' : 'settings.wasReset')}{' '}
        <SettingValue setting={setting} value={changed.old} />
        {changed.reason && ` · «${changed.reason}»`}
      </span>
    </p>
  )
}
