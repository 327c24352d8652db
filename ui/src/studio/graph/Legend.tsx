import IconBolt from '@tabler/icons-react/dist/esm/icons/IconBolt.mjs'
import IconFunnel from '@tabler/icons-react/dist/esm/icons/IconFilter.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconLoop from '@tabler/icons-react/dist/esm/icons/IconRotateClockwise.mjs'
import { useTranslation } from '../../i18n'
import css from './graph.module.css'

const icon = { size: 13, stroke: 1.8, 'aria-hidden': true }

/** What the marks on boxes and lines mean. */
export function Legend() {
  const { t } = useTranslation()
  return (
    <ul className={css.legend} aria-label={t('studioGraph.legend.label')}>
      <li>
        <IconFunnel {...icon} /> {t('studioGraph.legend.guards')}
      </li>
      <li>
        <IconBolt {...icon} className={css.bolt} /> {t('studioGraph.legend.auto')}
      </li>
      <li>
        <IconPencil {...icon} /> {t('studioGraph.legend.edit')}
      </li>
      <li>
        <IconLoop {...icon} /> {t('studioGraph.legend.loops')}
      </li>
      <li>
        <IconLock {...icon} /> {t('studioGraph.legend.locks')}
      </li>
      <li>
        <b>11</b> {t('studioGraph.legend.records')}
      </li>
    </ul>
  )
}
