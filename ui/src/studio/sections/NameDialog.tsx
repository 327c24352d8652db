import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from '../../i18n'
import { keyFrom } from '../doc/keys'
import css from './sections.module.css'

interface Props {
  title: string
  taken: string[]
  otherwise: string // key of a name without letters
  onName: (title: string, key: string) => void
  onClose: () => void
}

const keyShape = /^[a-z][a-z0-9_]*$/

/** Asks for a name; the key is made of it until somebody writes another. */
export function NameDialog({ title, taken, otherwise, onName, onClose }: Props) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [own, setOwn] = useState<string | null>(null)
  const key = own ?? keyFrom(name, taken, otherwise)
  const wrong = !keyShape.test(key)
    ? t('studio.overview.keyShape')
    : taken.includes(key)
      ? t('studio.overview.keyTaken')
      : null
  const save = () => {
    if (!name.trim() || wrong) return
    onName(name.trim(), key)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={title} size="sm">
      <form
        className={css.form}
        onSubmit={e => {
          e.preventDefault()
          save()
        }}
      >
        <TextInput
          label={t('studio.overview.name')}
          description={t('studio.overview.nameHint')}
          value={name}
          onChange={e => setName(e.currentTarget.value)}
          data-autofocus
          required
        />
        <TextInput
          label={t('studio.overview.key')}
          description={t('studio.overview.keyHint')}
          value={key}
          error={name ? wrong : null}
          classNames={{ input: css.code }}
          onChange={e => setOwn(e.currentTarget.value)}
        />
        <Button type="submit" disabled={!name.trim() || wrong !== null}>
          {t('studio.overview.create')}
        </Button>
      </form>
    </Modal>
  )
}
