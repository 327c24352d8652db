import { describe, expect, it } from 'vitest'
import { attach, maxFiles, maxSize, pasted } from './attach'

const file = (name: string, size = 1) => Object.defineProperty(new File([], name), 'size', { value: size })

describe('files of a comment', () => {
  it('join those that wait, up to the number that the server takes', () => {
    const some = Array.from({ length: maxFiles - 1 }, (_, i) => file(`${i}`))
    expect(attach(some, [file('last')])).toMatchObject({ refused: null, files: { length: maxFiles } })
    expect(attach(some, [file('last'), file('over')])).toMatchObject({
      refused: { code: 'tooMany' },
      files: { length: maxFiles },
    })
  })

  it('leave out the one that is too large and name it', () => {
    const { files, refused } = attach([], [file('a'), file('film.mp4', maxSize + 1), file('b', maxSize)])
    expect(files.map(f => f.name)).toEqual(['a', 'b'])
    expect(refused).toEqual({ code: 'tooBig', name: 'film.mp4' })
  })

  it('come from a paste unless it is a text', () => {
    const files = [file('shot.png')] as unknown as FileList
    expect(pasted({ types: ['Files'], files } as unknown as DataTransfer)).toHaveLength(1)
    expect(pasted({ types: ['text/plain', 'Files'], files } as unknown as DataTransfer)).toHaveLength(0)
  })
})
