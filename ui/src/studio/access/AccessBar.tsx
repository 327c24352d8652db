import { SegmentedControl, Select } from '@mantine/core'
import IconRoles from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from '../../i18n'
import type { TypeFile } from '../doc/config'
import { rolesOf } from '../doc/names'
import { useConfig } from '../shell/context'
import { liveDraft } from '../shell/remember'
import css from './access.module.css'
import { roleIn } from './grants'
import { Mark } from './Mark'
import type { View } from './matrix'

export type Shown = View | 'rules'

interface Props {
  type: TypeFile
  view: Shown
  rows: string[] // that stand there already
  onView: (view: Shown) => void
  onAdd: (role: string, expr: string) => void
}

const views = ['states', 'fields', 'transitions', 'rules'] as const
const legend = {
  states: ['read', 'edit', 'act', 'vote'],
  fields: ['read', 'edit'],
  transitions: ['act', 'vote'],
} as const

/** Which way to look, what the signs mean, and who else may be given something. */
export function AccessBar({ type, view, rows, onView, onAdd }: Props) {
  const { t } = useTranslation()
  const config = useConfig()
  const { draft = liveDraft } = useParams({ strict: false })
  const roles = rolesOf(config, type.pack).flatMap(role => {
    const expr = `role('${role.value}')`
    const key = roleIn(expr, config, type.pack)
    return key && !rows.includes(`role:${key}`) ? [{ value: key, label: role.title, expr }] : []
  })
  return (
    <div className={css.bar}>
      <SegmentedControl
        size="xs"
        aria-label={t('studioAccess.view')}
        data={views.map(value => ({ value, label: t(`studioAccess.views.${value}`) }))}
        value={view}
        onChange={next => onView(next as Shown)}
      />
      <span className={css.barEnd}>
        {view !== 'rules' && (
          <ul className={css.legend} aria-label={t('studioAccess.legend')}>
            {legend[view].map(kind => (
              <li key={kind}>
                <Mark kind={kind} />
                {t(view === 'states' ? `studioAccess.signs.${kind}` : `studioAccess.signsIn.${kind}`)}
              </li>
            ))}
            <li>
              <span className={css.swatch} aria-hidden />
              {t('studioAccess.signs.hidden')}
            </li>
          </ul>
        )}
        {view !== 'rules' && roles.length > 0 && (
          <Select
            size="xs"
            aria-label={t('studioAccess.addRole')}
            placeholder={t('studioAccess.addRole')}
            data={roles.map(({ value, label }) => ({ value, label }))}
            value={null}
            searchable
            w={150}
            comboboxProps={{ width: 260, position: 'bottom-end' }}
            onChange={key => {
              const role = roles.find(r => r.value === key)
              if (role) onAdd(role.value, role.expr)
            }}
          />
        )}
        <Link
          to="/studio/$draft/p/$pack/$section"
          params={{ draft, pack: type.pack, section: 'roles' }}
          className={css.rolesLink}
        >
          <IconRoles size={15} stroke={1.8} aria-hidden />
          {t('studioAccess.roles')}
        </Link>
      </span>
    </div>
  )
}
