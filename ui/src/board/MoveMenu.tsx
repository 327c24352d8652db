import { Drawer, Menu } from '@mantine/core'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { errorText } from '../api/fault'
import type { Row, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { usePhone } from '../lib/screen'
import { PhaseGlyph } from '../parts'
import css from './board.module.css'
import type { Lane } from './lanes'
import type { Offer } from './offers'

interface Props {
  type: TypeMeta
  row: Row
  lanes: Lane[]
  offers: (row: Row) => Promise<Offer[]>
  onPick: (offer: Offer) => void
  onClose: () => void
}

/** «Перенести…»: every way that the server offers, the closed ones with their reason. */
export default function MoveMenu({ type, row, lanes, offers, onPick, onClose }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const { data, error } = useQuery({
    queryKey: ['moves', type.slug, row.id],
    queryFn: () => offers(row),
    staleTime: 0,
    gcTime: 0,
  })
  const title = t('board.moveTitle')
  const note = error ? errorText(error, t) : !data ? t('board.loading') : data.length === 0 ? t('board.noWay') : ''
  const ways = [...(data?.filter(o => o.allowed) ?? []), ...(data?.filter(o => !o.allowed) ?? [])]
  if (!phone && !data && !error) return null // it opens with what it offers, so that the keys have a place to stand
  const inside = (offer: Offer) => <Way offer={offer} lane={lanes.find(l => l.key === offer.to)} />
  const pick = (offer: Offer) => {
    onClose()
    onPick(offer)
  }
  if (phone) {
    return (
      <Drawer
        opened
        onClose={onClose}
        position="bottom"
        size="auto"
        title={title}
        padding={0}
        classNames={{ content: 'k-sheet', header: css.sheetHead }}
      >
        {note && <p className={css.menuNote}>{note}</p>}
        {ways.map(offer => (
          <button key={offer.key} type="button" className={css.sheetItem} onClick={() => pick(offer)}>
            {inside(offer)}
          </button>
        ))}
      </Drawer>
    )
  }
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-end"
      width={320}
      shadow="md"
      transitionProps={{ duration: 120 }}
      returnFocus
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <button type="button" className={css.anchor} tabIndex={-1} aria-label={title} />
      </Menu.Target>
      <Menu.Dropdown aria-label={title}>
        {note && (
          <Menu.Item className={css.menuNote} aria-disabled>
            {note}
          </Menu.Item>
        )}
        {ways.map(offer => (
          <Menu.Item key={offer.key} onClick={() => pick(offer)} className={css.menuItem}>
            {inside(offer)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Way({ offer, lane }: { offer: Offer; lane: Lane | undefined }) {
  const { t } = useTranslation()
  const to = offer.action?.to.title ?? lane?.title ?? offer.title ?? t('board.none')
  const phase = offer.action?.to.phase ?? lane?.phase
  const reason = reasonOf(offer, t)
  return (
    <span className={css.way} data-closed={!offer.allowed || undefined}>
      {offer.allowed ? (
        phase && <PhaseGlyph phase={phase} size={14} />
      ) : (
        <IconLock size={15} stroke={1.8} aria-hidden />
      )}
      <span className={css.wayText}>
        <span>{offer.action ? offer.title : to}</span>
        {offer.action && offer.allowed && <small>→ {to}</small>}
        {!offer.allowed && reason && <small>{reason}</small>}
      </span>
    </span>
  )
}

/** The first thing that stands in the way; of people, who could do it. */
function reasonOf({ why }: Offer, t: TFunction): string {
  const [first] = why?.failed ?? []
  if (first?.kind !== 'people' || !why || why.who.length === 0) return first?.text ?? ''
  const more = why.whoMore > 0 ? ` ${t('why.whoMore', { count: why.whoMore })}` : ''
  return `${t('why.who')} ${why.who.map(p => p.title).join(', ')}${more}`
}
