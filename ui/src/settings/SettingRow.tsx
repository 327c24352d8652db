import { ActionIcon, Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { errorText } from '../api/fault'
import type { Refs, Setting, SettingGiven } from '../api/types'
import { Icon } from '../fields/Icon'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { Avatar } from '../parts'
import { personOf } from '../record/people'
import { type Change, SettingEditor } from './SettingEditor'
import { SettingValue } from './SettingValue'
import css from './settings.module.css'

interface Props {
  setting: Setting
  refs: Refs
  units: string[]
  editing: boolean
  onEdit: (on: boolean) => void
  onSave: (change: Change) => Promise<void>
}

/** One parameter: what it is for, its value beside that of the pack, who changed it last. */
export function SettingRow({ setting, refs, units, editing, onEdit, onSave }: Props) {
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
        <Others setting={setting} refs={refs} onSave={onSave} />
        <Changed setting={setting} refs={refs} />
      </div>
      {editing ? (
        <SettingEditor
          setting={setting}
          units={units.map(key => ({ value: key.slice(key.lastIndexOf('/') + 1), label: refs[key]?.title ?? '' }))}
          onSave={async change => {
            await onSave(change)
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

/** Where and from when a value holds: «Филиал Алматы, с 1 января 2027». */
function usePlace(refs: Refs) {
  const { t } = useTranslation()
  const { day } = useFormat()
  return ({ unit, since }: { unit?: string | null; since?: string }) =>
    [unit ? refs[unit]?.title || t('fields.gone') : '', since && t('settings.fromDay', { day: day(since) })]
      .filter(Boolean)
      .join(', ')
}

/** Values of units, and those to come. */
function Others({ setting, refs, onSave }: Pick<Props, 'setting' | 'refs' | 'onSave'>) {
  const { t } = useTranslation()
  const placeOf = usePlace(refs)
  const [failed, setFailed] = useState('')
  if (setting.given.length === 0) return null
  const takeBack = (given: SettingGiven) => {
    setFailed('')
    const unit = given.unit?.slice(given.unit.lastIndexOf('/') + 1) ?? ''
    onSave({ value: null, unit, since: given.since, comment: '' }).catch(error => setFailed(errorText(error, t)))
  }
  return (
    <>
      <ul className={css.others} aria-label={t('settings.others')}>
        {setting.given.map(given => {
          const where = placeOf(given)
          return (
            <li key={`${given.unit} ${given.since}`}>
              <span>
                {where}: <SettingValue setting={setting} value={given.value} />
              </span>
              <ActionIcon
                variant="subtle"
                color="gray"
                title={t('settings.takeBack')}
                aria-label={t('settings.takeBackOne', { where })}
                onClick={() => takeBack(given)}
              >
                <Icon name="x" size={16} />
              </ActionIcon>
            </li>
          )
        })}
      </ul>
      {failed && (
        <p className={css.fault} role="alert">
          <Icon name="alert" size={14} />
          {failed}
        </p>
      )}
    </>
  )
}

function Changed({ setting, refs }: Pick<Props, 'setting' | 'refs'>) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const placeOf = usePlace(refs)
  const { changed } = setting
  if (!changed) return null
  const who = personOf(changed.by, refs)
  const name = who?.title || t('settings.operator')
  const where = placeOf(changed)
  const verb = where ? (changed.new === null ? 'taken' : 'was') : setting.own ? 'was' : 'wasReset'
  return (
    <p className={css.changed}>
      <Avatar name={name} id={who?.id ?? 'operator'} size={18} />
      <span>
        {name}, {instant(changed.at)}. {where && `${where}. `}
        {t(`settings.${verb}`)} <SettingValue setting={setting} value={changed.old} />
        {changed.reason && ` · «${changed.reason}»`}
      </span>
    </p>
  )
}
