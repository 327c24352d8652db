import { SegmentedControl, Select } from '@mantine/core'
import IconRoles from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { Link, useParams } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from '../../i18n'
import type { TypeFile } from '../doc/config'
import { rolesOf } from '../doc/names'
import { useConfig } from '../shell/context'
import { liveDraft } from '../shell/remember'
import css from './access.module.css'
import { roleIn } from './grants'
import { Mark, type MarkKind } from './Mark'
import type { Shown } from './matrix'
import type { AccessRow } from './types'

export type Way = Shown | 'rules'

interface Props {
  type: TypeFile
  view: Way
  rows: AccessRow[] // that stand there already
  party: AccessRow | undefined
  onView: (view: Way) => void
  onParty: (row: string) => void
  onAdd: (role: string, expr: string) => void
}

const views = ['states', 'fields', 'party', 'transitions', 'rules'] as const
const legend = {
  states: ['read', 'edit', 'act', 'vote'],
  fields: ['read', 'edit'],
  party: ['read', 'edit'],
  transitions: ['act', 'vote'],
} as const

function signSaid(view: Shown, kind: MarkKind, t: TFunction): string {
  if (view === 'party') return t(`studioAccess.said.${kind === 'edit' ? 'edit' : 'read'}`)
  if (kind === 'idle') return ''
  return t(view === 'states' ? `studioAccess.signs.${kind}` : `studioAccess.signsIn.${kind}`)
}

/** Which way to look, what the signs mean, and who else may be given something. */
export function AccessBar({ type, view, rows, party, onView, onParty, onAdd }: Props) {
  const { t } = useTranslation()
  const config = useConfig()
  const { draft = liveDraft } = useParams({ strict: false })
  const roles = rolesOf(config, type.pack).flatMap(role => {
    const expr = `role('${role.value}')`
    const key = roleIn(expr, config, type.pack)
    return key && !rows.some(row => row.key === `role:${key}`) ? [{ value: key, label: role.title, expr }] : []
  })
  return (
    <div className={css.bar}>
      <SegmentedControl
        size="xs"
        aria-label={t('studioAccess.view')}
        data={views.map(value => ({ value, label: t(`studioAccess.views.${value}`) }))}
        value={view}
        onChange={next => onView(next as Way)}
      />
      {view === 'party' && (
        <Select
          size="xs"
          w={220}
          aria-label={t('studioAccess.whose')}
          data={rows.map(({ key, title }) => ({ value: key, label: title }))}
          value={party?.key ?? null}
          allowDeselect={false}
          searchable
          onChange={key => key && onParty(key)}
        />
      )}
      <span className={css.barEnd}>
        {view !== 'rules' && (
          <ul className={css.legend} aria-label={t('studioAccess.legend')}>
            {legend[view].map(kind => (
              <li key={kind}>
                <Mark kind={kind} />
                {signSaid(view, kind, t)}
              </li>
            ))}
            <li>
              <span className={css.swatch} aria-hidden />
              {t('studioAccess.signs.hidden')}
            </li>
          </ul>
        )}
        {view !== 'rules' && view !== 'party' && roles.length > 0 && (
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
