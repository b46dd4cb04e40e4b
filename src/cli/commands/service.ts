/** Owns the command line of the words for the machine: schedule, doctor, rotate-key, and db start, stop, url, migrate. */
import type { Command } from 'commander'
import { type AddWord, type CommonFlags, WAIT } from '../word.ts'

const words = () => import('../words/db.ts')

/** Adds the service and its check-up; `program` is what a timetable's lines are held against. */
export function addServiceWords(jobmart: Command, word: AddWord, program: () => Command): void {
  word<CommonFlags>(
    jobmart
      .command('schedule')
      .description('the service: run the timetable in schedules/ until stopped'),
    async (config, flags, progress) =>
      (await import('../words/schedule.ts')).schedule(config, flags, progress, program()),
  )
  word(
    jobmart.command('doctor').description('whether machine, home and database are fit to work'),
    async (config) => (await import('../words/doctor.ts')).doctor(config, program()),
  )
  word<{ wait?: boolean }>(
    jobmart
      .command('rotate-key')
      .description('make every pseudonym anew by a new key; figures stay')
      .option(...WAIT),
    async (config, flags, progress) =>
      (await import('../words/rotate-key.ts')).rotateKeyWord(config, flags, progress),
  )
}

/** Adds the words about the database itself. */
export function addDatabaseWords(jobmart: Command, word: AddWord): void {
  const database = jobmart.command('db').description('the database: start, stop, url, migrate')
  database.helpCommand(false)
  word(
    database.command('start').description('start the embedded server and leave it running'),
    async (config) => (await words()).start(config),
  )
  word(database.command('stop').description('stop the embedded server'), async (config) =>
    (await words()).stop(config),
  )
  word(database.command('url').description('the address of the database'), async (config) =>
    (await words()).url(config),
  )
  word(
    database.command('migrate').description("bring the database to this program's shape"),
    async (config) => (await words()).migrateWord(config),
  )
}
