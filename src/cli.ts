/** Owns the start of the program: argv and the environment in, an exit code out. The only file that reads either. */
import { answer } from './cli/answer.ts'
import { listenForSignals, onInterrupt } from './cli/interrupt.ts'
import { removeScratch } from './read/scratch.ts'

listenForSignals()
onInterrupt(removeScratch)
// `jobmart runs | head` closes the pipe before everything is written; that is no failure.
process.stdout.on('error', (error: { code?: string }) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})
const exitCode = await answer(process.argv.slice(2), process.env)
if (exitCode !== undefined) process.exitCode = exitCode
