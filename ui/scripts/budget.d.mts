export const limitKiB: number
export function firstFiles(dist: string): string[]
export function gzipped(data: Uint8Array): number
