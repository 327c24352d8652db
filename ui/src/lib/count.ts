/** A number of the menu; the server says -1 for more than a thousand. */
export const shownCount = (count: number): string => (count < 0 ? '1000+' : String(count))
