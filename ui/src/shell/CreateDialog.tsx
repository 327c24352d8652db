import { Modal, TextInput } from '@mantine/core'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMeta } from '../api/hooks'
import { useTranslation } from '../i18n'
import { TypeIcon } from '../icons/Icon'
import { usePhone } from '../lib/screen'
import { creatable } from './creatable'
import classes from './create.module.css'

/** What may I start? By groups of the menu, each with a sentence about what it is for. */
export default function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const groups = creatable(meta, query)
  const start = (slug: string) => {
    onClose()
    navigate({ to: '/t/$slug/new', params: { slug } })
  }
  const first = groups[0]?.types[0]
  const any = query !== '' || groups.length > 0
  return (
    <Modal opened onClose={onClose} title={t('create.title')} size={640} fullScreen={phone} yOffset="10vh">
      {any && (
        <TextInput
          className={classes.find}
          data-autofocus
          aria-label={t('create.find')}
          placeholder={t('create.find')}
          leftSection={<IconSearch size={16} />}
          value={query}
          onChange={e => setQuery(e.currentTarget.value)}
          onKeyDown={e => e.key === 'Enter' && first && start(first.slug)}
        />
      )}
      {groups.length === 0 && <p className={classes.none}>{t(query ? 'create.nothing' : 'create.none')}</p>}
      {groups.map(group => (
        <section key={group.title} className={classes.group}>
          <h3 className={classes.heading}>{group.title}</h3>
          <div className={classes.types}>
            {group.types.map(type => (
              <button key={type.slug} type="button" className={classes.type} onClick={() => start(type.slug)}>
                <TypeIcon name={type.icon} size={20} />
                <span className={classes.title}>{type.title}</span>
                {type.about && <span className={classes.about}>{type.about}</span>}
              </button>
            ))}
          </div>
        </section>
      ))}
    </Modal>
  )
}
