/** Owns what a word of the command line is: its flags that all words share, and the action that comes to one result. */
import type { Command } from 'commander'
import type { Config } from './config.ts'
import type { Progress, WordResult } from './output.ts'

export interface CommonFlags {
  readonly json?: boolean
  readonly example?: boolean
  readonly municipality?: string
}

/** What a word does: configuration, flags and its argument in, one result out. */
export type Action<Flags> = (
  config: Config,
  flags: Flags,
  progress: Progress,
  argument: string | undefined,
) => Promise<WordResult>

/** Gives a command the flags that all words share, and its action. */
export type AddWord = <Flags>(command: Command, action: Action<Flags>) => Command

export const WAIT = ['--wait', 'wait for another run instead of stopping with exit 6'] as const
