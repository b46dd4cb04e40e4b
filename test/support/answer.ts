/** Owns the program within the test's own process: the same words, without the second that a process of its own takes. */
import { jest } from '@jest/globals'
import { answer } from '../../src/cli/answer.ts'
import type { Ended, Environment } from './process.ts'

/**
 * What the program answers to words: as `word` of a process of its own tells it, but for the log lines of --json, which are
 * written past the stream. One call at a time, for they share the streams.
 */
export async function spoken(words: readonly string[], environment: Environment): Promise<Ended> {
  const said = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text)
      return true
    }),
  )
  try {
    const exitCode = (await answer(words, environment)) ?? null
    return { exitCode, ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
