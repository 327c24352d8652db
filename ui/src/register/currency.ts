import type { Register } from '../api/process'

/** The dimension by which a register keeps its amounts in several currencies. */
export const heldCurrency = (register: Register): string | undefined =>
  register.measures.find(m => m.currencyBy)?.currencyBy

/** The register as it is looked at in one currency: amounts of several are never shown together. */
export const inCurrency = (register: Register, currency: string): Register => ({
  ...register,
  measures: register.measures.map(m => (m.currencyBy ? { ...m, currency } : m)),
})
