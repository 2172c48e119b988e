import { linkSync, renameSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { type Result, fail, ok } from '@leat/base'
import { type Answer, type Ask, ask, ASK_BYTES_MAX, ASK_TIMEOUT_MS, parseAsk } from './door.ts'
import type { HomeLayout } from './layout.ts'
import { socketPath } from './socket-path.ts'

/** Askers at once; more are turned away. */
const DOOR_CONNECTIONS_MAX = 16

/**
 * The lock of a data directory: a listening Unix socket in it. It cannot outlive its process, whatever ends it, and it is the door at which
 * `status` and `down` knock.
 */
export interface HomeLock extends AsyncDisposable {
  /** From now on answers come from here; before, the door says `starting`. */
  serve(answer: (ask: Ask) => Answer | Promise<Answer>): void
  /** Whoever asked to stop learns by the closed connection that it is done. */
  release(): Promise<void>
}

export interface Held {
  readonly pid: number | null
}

/** The directory must exist. */
export async function takeLock(home: HomeLayout): Promise<Result<HomeLock, Held>> {
  const path = socketPath(home)
  for (let attempt = 0; attempt < 3; attempt++) {
    const lock = await listenAt(path)
    if (lock !== null) return ok(lock)
    const holder = await ask(path, 'status')
    if (holder !== null) return fail({ pid: known(holder) })
    const living = await moveAside(path)
    if (living !== null) return fail({ pid: known(living) })
  }
  return fail({ pid: null })
}

function known(answer: Answer): number | null {
  return answer.pid === 0 ? null : answer.pid
}

/**
 * Removes the socket of a dead process. Two starts may come here at once, and one of them may already listen when the other removes: so the
 * file is first moved to a private name, asked again there, and given back if somebody answers.
 */
async function moveAside(path: string): Promise<Answer | null> {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return null
  }
  const holder = await ask(aside, 'status')
  if (holder !== null) {
    try {
      linkSync(aside, path)
    } catch {
      // A third one listens there now; the holder's ports still keep it from starting twice on the same ones.
    }
  }
  rmSync(aside, { force: true })
  return holder
}

/** Null: something is there already. */
function listenAt(path: string): Promise<HomeLock | null> {
  const open = new Set<Socket>()
  let answer: (ask: Ask) => Answer | Promise<Answer> = () => ({ pid: process.pid, state: 'starting' })
  const server = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    receive(socket, (question) => answer(question))
  })
  server.maxConnections = DOOR_CONNECTIONS_MAX
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)))
    server.listen({ path }, () => {
      const release = (): Promise<void> => closeDoor(server, open)
      resolve({ serve: (answers) => void (answer = answers), release, [Symbol.asyncDispose]: release })
    })
  })
}

function closeDoor(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of open) socket.destroy()
  })
}

/** One line in, one line out; the connection of a `stop` stays open until the process has stopped. */
function receive(socket: Socket, answer: (ask: Ask) => Answer | Promise<Answer>): void {
  let text = ''
  socket.setEncoding('utf8')
  socket.on('error', () => socket.destroy())
  const impatience = setTimeout(() => socket.destroy(), ASK_TIMEOUT_MS)
  socket.once('close', () => clearTimeout(impatience))
  socket.on('data', (chunk: string) => {
    text += chunk
    if (text.length > ASK_BYTES_MAX) socket.destroy()
    else if (text.includes('\n')) {
      clearTimeout(impatience)
      socket.removeAllListeners('data')
      const question = parseAsk(text)
      if (question === null) return void socket.destroy()
      void say(socket, question, answer(question))
    }
  })
}

async function say(socket: Socket, question: Ask, answer: Answer | Promise<Answer>): Promise<void> {
  const line = `${JSON.stringify(await answer)}\n`
  if (question === 'stop') socket.write(line)
  else socket.end(line)
}
