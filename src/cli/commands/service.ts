/** Owns the command line of the words for the machine: schedule, doctor, and db start, stop, url, migrate. */
import type { Command } from 'commander'
import type { AddWord, CommonFlags } from '../word.ts'
import * as db from '../words/db.ts'
import { doctor } from '../words/doctor.ts'
import { schedule } from '../words/schedule.ts'

/** Adds the service and its check-up; `program` is what a timetable's lines are held against. */
export function addServiceWords(jobmart: Command, word: AddWord, program: () => Command): void {
  word<CommonFlags>(
    jobmart
      .command('schedule')
      .description('the service: run the timetable in schedules/ until stopped'),
    (config, flags, progress) => schedule(config, flags, progress, program()),
  )
  word(
    jobmart.command('doctor').description('whether machine, home and database are fit to work'),
    (config) => doctor(config, program()),
  )
}

/** Adds the words about the database itself. */
export function addDatabaseWords(jobmart: Command, word: AddWord): void {
  const database = jobmart.command('db').description('the database: start, stop, url, migrate')
  database.helpCommand(false)
  word(
    database.command('start').description('start the embedded server and leave it running'),
    (config) => db.start(config),
  )
  word(database.command('stop').description('stop the embedded server'), (config) =>
    db.stop(config),
  )
  word(database.command('url').description('the address of the database'), (config) =>
    db.url(config),
  )
  word(
    database.command('migrate').description("bring the database to this program's shape"),
    (config) => db.migrateWord(config),
  )
}
