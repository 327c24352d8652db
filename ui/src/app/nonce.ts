/**
 * The server lets a page use only styles that carry the nonce it was served with. Mantine is handed it; the lock of
 * scrolling under dialogs and Vite's loader of lazy styles look for it by themselves.
 */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

Object.assign(window, { __webpack_nonce__: nonce })
