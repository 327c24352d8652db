import { api } from '../api/client'
import type { Card, PaperMeta } from '../api/types'
import { saveFile } from '../lib/save'

const pathOf = ({ row }: Card, { key }: PaperMeta) => `/prints/${row.type}/${row.id}/${key}`

/** Draws a paper and shows it in a tab of its own; where none may be opened, saves it. */
export async function openPaper(card: Card, paper: PaperMeta): Promise<void> {
  const tab = window.open('', '_blank') // at once: later it would be a pop-up
  try {
    const { blob } = await api.download(`${pathOf(card, paper)}.pdf`)
    if (!tab) return saveFile(blob, `${paper.title}.pdf`)
    const url = URL.createObjectURL(blob)
    tab.location.replace(url)
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  } catch (error) {
    tab?.close()
    throw error
  }
}

/** Keeps a paper with the record. */
export const issuePaper = (card: Card, paper: PaperMeta) => api.post(pathOf(card, paper), { revision: card.revision })
