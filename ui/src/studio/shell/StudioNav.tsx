import { Select } from '@mantine/core'
import IconAdjustments from '@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs'
import IconBell from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs'
import IconCode from '@tabler/icons-react/dist/esm/icons/IconCode.mjs'
import IconDice from '@tabler/icons-react/dist/esm/icons/IconDice5.mjs'
import IconForms from '@tabler/icons-react/dist/esm/icons/IconForms.mjs'
import IconHash from '@tabler/icons-react/dist/esm/icons/IconHash.mjs'
import IconHistory from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs'
import IconPast from '@tabler/icons-react/dist/esm/icons/IconHistoryToggle.mjs'
import IconHome from '@tabler/icons-react/dist/esm/icons/IconHome.mjs'
import IconLayoutList from '@tabler/icons-react/dist/esm/icons/IconLayoutList.mjs'
import IconList from '@tabler/icons-react/dist/esm/icons/IconListDetails.mjs'
import IconPackage from '@tabler/icons-react/dist/esm/icons/IconPackage.mjs'
import IconPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs'
import IconPrinter from '@tabler/icons-react/dist/esm/icons/IconPrinter.mjs'
import IconScale from '@tabler/icons-react/dist/esm/icons/IconReportMoney.mjs'
import IconRoute from '@tabler/icons-react/dist/esm/icons/IconRoute.mjs'
import IconShield from '@tabler/icons-react/dist/esm/icons/IconShieldLock.mjs'
import IconGraph from '@tabler/icons-react/dist/esm/icons/IconSitemap.mjs'
import IconStack from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrashX.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import { useTranslation } from '../../i18n'
import type { IconComponent } from '../../icons/Icon'
import { Logo } from '../../shell/Logo'
import { pathAt } from '../doc/edit'
import { useConfig, useProblems } from './context'
import css from './frame.module.css'
import { liveDraft } from './remember'
import { packSections, sectionAt, sectionOfFile, typeSections } from './sections'

const icons: Record<string, IconComponent> = {
  form: IconForms,
  graph: IconGraph,
  rules: IconCode,
  routes: IconRoute,
  sla: IconClock,
  access: IconShield,
  facts: IconStack,
  prints: IconPrinter,
  views: IconLayoutList,
  more: IconAdjustments,
  types: IconList,
  registers: IconScale,
  calendars: IconCalendar,
  rulesOf: IconCode,
  numbers: IconHash,
  notify: IconBell,
  settings: IconAdjustments,
  roles: IconUsers,
}

const trials = [
  { what: 'past', icon: IconPast },
  { what: 'walk', icon: IconDice },
  { what: 'unused', icon: IconTrash },
] as const

/** The menu of the Studio: what there is of the type in work, then of its pack, then of the whole. */
export function StudioNav() {
  const { t } = useTranslation()
  const { draft = liveDraft, pack, type } = useParams({ strict: false })
  const config = useConfig()
  const navigate = useNavigate()
  const chosen = pack ? config.pack(pack) : undefined
  const typed = pack && type ? config.type(type, pack) : undefined
  const errors = useErrors()
  return (
    <nav className={css.nav} aria-label={t('studio.menu')}>
      <Link to="/studio/$draft" params={{ draft }} className={css.brand}>
        <Logo />
        <span>{t('studio.title')}</span>
      </Link>
      <div className={css.packs}>
        <Select
          aria-label={t('studio.places.packs')}
          data={config.packs.map(p => ({ value: p.key, label: p.title }))}
          value={pack ?? null}
          placeholder={t('studio.all')}
          leftSection={<IconPackage size={16} stroke={1.7} />}
          searchable
          onChange={key =>
            key &&
            void navigate({ to: '/studio/$draft/p/$pack/$section', params: { draft, pack: key, section: 'types' } })
          }
        />
      </div>
      <div className={css.groups}>
        {typed && pack && type && (
          <Group title={t('studio.ofType', { title: typed.title })}>
            {typeSections.map(({ key }) => (
              <Item
                key={key}
                to="/studio/$draft/t/$pack/$type/$section"
                params={{ draft, pack, type, section: key }}
                icon={key}
                title={t(`studio.sections.${key}`)}
                errors={errors.get(`${pack}/${type}/${key}`)}
              />
            ))}
          </Group>
        )}
        {chosen && pack && (
          <Group title={t('studio.ofPack', { title: chosen.title })}>
            {packSections.map(({ key }) => (
              <Item
                key={key}
                to="/studio/$draft/p/$pack/$section"
                params={{ draft, pack, section: key }}
                icon={key}
                title={t(`studio.sections.${key}`)}
                errors={errors.get(`${pack}/${key}`)}
              />
            ))}
          </Group>
        )}
        <Group title={t('studio.common')}>
          <Place
            to="/studio/$draft"
            draft={draft}
            icon={<IconHome size={17} stroke={1.7} />}
            title={t('studio.places.overview')}
          />
          <Place
            to="/studio/$draft/play"
            draft={draft}
            icon={<IconPlay size={17} stroke={1.7} />}
            title={t('studio.places.play')}
          />
          {trials.map(({ what, icon: Drawn }) => (
            <li key={what}>
              <Link to="/studio/$draft/try/$what" params={{ draft, what }} className={css.link}>
                <Drawn size={17} stroke={1.7} aria-hidden />
                <span>{t(`studio.places.${what}`)}</span>
              </Link>
            </li>
          ))}
          <Place
            to="/studio/$draft/history"
            draft={draft}
            icon={<IconHistory size={17} stroke={1.7} />}
            title={t('studio.places.history')}
          />
        </Group>
      </div>
      <ul className={css.foot}>
        <li>
          <Link to="/" className={css.link}>
            <IconHome size={17} stroke={1.7} aria-hidden />
            <span>{t('studio.toWork')}</span>
          </Link>
        </li>
      </ul>
    </nav>
  )
}

/** How many errors stand where: pack/section and pack/type/section. */
function useErrors(): Map<string, number> {
  const config = useConfig()
  const problems = useProblems()
  const counts = new Map<string, number>()
  for (const p of problems) {
    if (p.severity !== 'error') continue
    const at = sectionOfFile(p.file)
    if (!at) continue
    const source = config.source(p.file) ?? ''
    const place = at.type === undefined ? at.section : `${at.type}/${sectionAt(pathAt(source, p.line, p.column))}`
    const key = `${at.pack}/${place}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 className={css.group} id={id}>
        {title}
      </h2>
      <ul className={css.links}>{children}</ul>
    </section>
  )
}

interface ItemProps {
  to: '/studio/$draft/t/$pack/$type/$section' | '/studio/$draft/p/$pack/$section'
  params: Record<string, string>
  icon: string
  title: string
  errors?: number
}

function Item({ to, params, icon, title, errors }: ItemProps) {
  const { t } = useTranslation()
  const Drawn = icons[icon]
  return (
    <li>
      <Link to={to} params={params as never} className={css.link}>
        {Drawn && <Drawn size={17} stroke={1.7} aria-hidden />}
        <span>{title}</span>
        {errors ? (
          <b className={css.errors} title={t('studio.problems.errors', { count: errors })}>
            {errors}
          </b>
        ) : null}
      </Link>
    </li>
  )
}

interface PlaceProps {
  to: '/studio/$draft' | '/studio/$draft/play' | '/studio/$draft/history'
  draft: string
  icon: ReactNode
  title: string
}

function Place({ to, draft, icon, title }: PlaceProps) {
  return (
    <li>
      <Link to={to} params={{ draft }} className={css.link} activeOptions={{ exact: true }}>
        {icon}
        <span>{title}</span>
      </Link>
    </li>
  )
}
