import { api } from '../../api/client'
import { isFault } from '../../api/fault'
import { type Changes, change, none, redo, textOf, undo, unsaved } from './changes'
import type { Config, Conflict, Diagnostic, Draft, Files } from './types'

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'

/** All that the Studio knows of one draft. A new object with every change. */
export interface Studio {
  live: Config
  draft: Draft | null // null: the configuration in force, until the first change
  changes: Changes
  saving: Saving
  savedAt: string | null
  conflicts: Conflict[]
  problems: Diagnostic[] | null // null until the first answer
  checking: boolean
}

const saveAfterMs = 700
const checkAfterMs = 350

type Listener = () => void

/** One draft in work: its texts, what can be taken back, saving and checking behind the author's back. */
export class DraftStore {
  private state: Studio
  private listeners = new Set<Listener>()
  private saveTimer: ReturnType<typeof setTimeout> | undefined
  private checkTimer: ReturnType<typeof setTimeout> | undefined
  private checked = 0
  private running: Promise<void> | null = null

  constructor(
    live: Config,
    draft: Draft | null,
    private readonly title: () => string, // of a draft that the first change begins
    private readonly onBorn: (id: string) => void,
  ) {
    this.state = {
      live,
      draft,
      changes: { ...none, files: draft?.files ?? {} },
      saving: 'saved',
      savedAt: draft?.updated ?? null,
      conflicts: [],
      problems: null,
      checking: false,
    }
    this.check(0)
  }

  get = (): Studio => this.state

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  text = (path: string): string | undefined => textOf(this.state.live.files, this.state.changes.files, path)

  /** Changes texts as one step that can be taken back. null takes a file away. */
  edit = (texts: Files, label: string): void => {
    this.turn(change(this.state.live.files, this.state.changes, texts, label, Date.now()))
  }

  undo = (): void => this.turn(undo(this.state.live.files, this.state.changes))
  redo = (): void => this.turn(redo(this.state.live.files, this.state.changes))

  /** Saves what is waiting, now; resolves when the server has it. */
  flush = async (): Promise<void> => {
    clearTimeout(this.saveTimer)
    await this.save()
  }

  /** Takes what the server has: a colleague saved, or a conflict was settled. Own texts that are not saved yet stay. */
  take = (draft: Draft): void => {
    const files = carried(draft.files, this.state.draft?.files ?? {}, this.state.changes.files)
    this.put({ draft, changes: { ...this.state.changes, files }, conflicts: [], savedAt: draft.updated })
    this.check()
  }

  /** Reads the draft anew, after somebody else saved it. */
  refresh = async (): Promise<void> => {
    const { draft } = this.state
    if (draft) this.take(await api.get<Draft>(`/config/drafts/${draft.id}`))
  }

  /** Another configuration came into force: the texts under the draft are new. */
  moveOn = (live: Config, draft: Draft | null): void => {
    const changes = { ...this.state.changes, files: draft ? draft.files : { ...this.state.changes.files } }
    this.put({ live, draft, changes })
    this.check()
  }

  /** Settles a conflict: mine goes over theirs, or theirs is taken. */
  settle = async (path: string, mine: boolean): Promise<void> => {
    const { draft, changes } = this.state
    if (!draft) return
    const fresh = await api.get<Draft>(`/config/drafts/${draft.id}`)
    const files = { ...changes.files }
    if (!mine && path in fresh.files) files[path] = fresh.files[path] ?? null
    if (!mine && !(path in fresh.files)) delete files[path]
    this.put({
      draft: { ...fresh, files: { ...draft.files, [path]: fresh.files[path] ?? null } },
      changes: { ...changes, files },
      conflicts: this.state.conflicts.filter(c => c.path !== path),
    })
    if (this.state.conflicts.length === 0) await this.flush()
  }

  /** Decides what a file says where two could not be brought together. */
  decide = async (path: string, text: string | null): Promise<void> => {
    await this.flush()
    const { draft } = this.state
    if (!draft) return
    const files = { [path]: text }
    this.take(await api.patch<Draft>(`/config/drafts/${draft.id}`, { revision: draft.revision, files }))
  }

  /** Checks the texts as they are, now. */
  recheck = (): void => this.check(0)

  dispose(): void {
    clearTimeout(this.checkTimer)
    if (this.state.saving === 'waiting') void this.flush()
  }

  private turn(changes: Changes): void {
    if (changes.files === this.state.changes.files) return
    this.put({ changes, saving: this.state.saving === 'conflict' ? 'conflict' : 'waiting' })
    this.check()
    clearTimeout(this.saveTimer)
    this.saveTimer = setTimeout(() => void this.save(), saveAfterMs)
  }

  private put(part: Partial<Studio>): void {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener()
  }

  private async save(): Promise<void> {
    while (this.running) await this.running
    this.running = this.send().finally(() => {
      this.running = null
    })
    await this.running
  }

  private async send(): Promise<void> {
    const { changes } = this.state
    const sent = unsaved(this.state.draft?.files ?? {}, changes.files)
    if (Object.keys(sent.files).length === 0 && sent.revert.length === 0) {
      if (this.state.saving === 'waiting') this.put({ saving: 'saved' })
      return
    }
    this.put({ saving: 'saving' })
    try {
      const draft = this.state.draft ?? (await this.begin())
      const answer = await api.patch<Draft>(`/config/drafts/${draft.id}`, { revision: draft.revision, ...sent })
      this.accept(answer, changes)
    } catch (error) {
      if (isFault(error) && error.body.code === 'draft_conflict') {
        this.put({
          saving: 'conflict',
          conflicts: (error.body.params?.conflicts as Conflict[] | undefined) ?? [],
        })
      } else {
        this.put({ saving: 'failed' })
      }
    }
  }

  private async begin(): Promise<Draft> {
    const draft = await api.post<Draft>('/config/drafts', { title: this.title() })
    this.put({ draft })
    this.onBorn(draft.id)
    return draft
  }

  /** What was written while the answer was on its way is not lost: it goes out next. */
  private accept(draft: Draft, sent: Changes): void {
    const { changes } = this.state
    const idle = changes.files === sent.files
    const files = carried(draft.files, sent.files, changes.files)
    this.put({ draft, changes: { ...changes, files }, savedAt: draft.updated, saving: idle ? 'saved' : 'waiting' })
    if (!idle) this.saveTimer = setTimeout(() => void this.save(), saveAfterMs)
  }

  private check(after = checkAfterMs): void {
    clearTimeout(this.checkTimer)
    this.checkTimer = setTimeout(() => void this.ask(), after)
  }

  private async ask(): Promise<void> {
    const turn = ++this.checked
    this.put({ checking: true })
    try {
      const { files } = this.state.changes
      const answer = await api.post<{ diagnostics: Diagnostic[] }>('/config/check', { files })
      if (turn === this.checked) this.put({ problems: answer.diagnostics, checking: false })
    } catch {
      if (turn === this.checked) this.put({ checking: false }) // the next change asks again
    }
  }
}

/** The server's texts with what was changed here since: from → to. */
function carried(theirs: Files, from: Files, to: Files): Files {
  const own = unsaved(from, to)
  const files = { ...theirs, ...own.files }
  for (const path of own.revert) delete files[path]
  return files
}
