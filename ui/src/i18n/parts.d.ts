// The two parts into which vite.catalogue.ts divides a catalogue.
declare module '*.json?first' {
  const words: object
  export default words
}
declare module '*.json?faults' {
  const words: object
  export default words
}
