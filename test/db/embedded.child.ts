/** Owns one use of the embedded server by a process of its own: up, one line said, released when standard input ends. */
import { once } from 'node:events'
import { useEmbedded } from '../../src/db/embedded/server.ts'

const home = process.argv[2] ?? ''
try {
  const server = await useEmbedded(home, { durable: false })
  console.log(JSON.stringify({ url: server.url, created: server.created }))
  process.stdin.resume()
  await once(process.stdin, 'end')
  await server.release()
} catch (error) {
  console.log(JSON.stringify({ error: String(error) }))
  process.exitCode = 1
}
