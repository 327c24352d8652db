import { createServer, type Socket } from 'node:net'

export interface Post {
  port: number
  mails: () => string[]
  stop: () => void
}

/** A mail server that takes everything and keeps it. */
export function openPost(): Promise<Post> {
  const kept: string[] = []
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket)).on('error', () => {})
    let letter: string[] | null = null
    let rest = ''
    socket.write('220 post\r\n')
    const hear = (line: string) => {
      if (letter) {
        if (line !== '.') return letter.push(line.startsWith('..') ? line.slice(1) : line)
        kept.push(letter.join('\r\n'))
        letter = null
        return socket.write('250 kept\r\n')
      }
      if (/^DATA/i.test(line)) {
        letter = []
        return socket.write('354 go on\r\n')
      }
      return socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n')
    }
    socket.on('data', chunk => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) hear(line)
    })
  })
  return new Promise(ready =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const stop = () => {
        for (const socket of open) socket.destroy()
        server.close()
      }
      ready({ port: address && typeof address === 'object' ? address.port : 0, mails: () => kept, stop })
    }),
  )
}

/** The text of a mail as it reads, its lines joined where quoted-printable has broken them. */
export const readable = (mail: string) =>
  Buffer.from(
    mail.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
