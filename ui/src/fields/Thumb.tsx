import { useEffect, useRef, useState } from 'react'
import { FileMark } from './FileMark'
import css from './thumb.module.css'

const size = 88 // pixels of the picture; half of that on the screen

/** A picture that has not been sent yet, as it is on the device; any other file by its mark. */
export function Thumb({ file }: { file: File }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [shown, setShown] = useState<boolean | null>(file.type.startsWith('image/') ? null : false)
  useEffect(() => {
    if (!file.type.startsWith('image/')) return
    let left = false
    createImageBitmap(file).then(
      picture => {
        if (!left && canvas.current) draw(canvas.current, picture)
        if (!left) setShown(true)
        picture.close()
      },
      () => left || setShown(false), // a picture that this browser cannot read
    )
    return () => {
      left = true
    }
  }, [file])
  if (shown === false) return <FileMark name={file.name} />
  return (
    <canvas ref={canvas} width={size} height={size} className={css.thumb} data-shown={shown ?? undefined} aria-hidden />
  )
}

/** The middle of the picture, as large as fits. */
function draw(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  const side = Math.min(picture.width, picture.height)
  const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2]
  canvas.getContext('2d')?.drawImage(picture, x, y, side, side, 0, 0, size, size)
}
