/** The address of the configuration in force: no draft yet. */
export const liveDraft = 'live'

const key = 'kontora.studio.draft'

/** Where the Studio was left in this browser. */
export const rememberedDraft = (): string => localStorage.getItem(key) ?? liveDraft
export const rememberDraft = (id: string): void => localStorage.setItem(key, id)
