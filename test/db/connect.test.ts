/** Owns: connections read dates as text, refuse old servers, and a transaction is all or nothing. */
import { expect, test } from '@jest/globals'
import { inTransaction, openDatabase, requireVersion } from '../../src/db/connect.ts'
import { CopyWriter } from '../../src/db/copy.ts'
import { cloneDatabase } from '../support/house.ts'

async function withClone<T>(
  work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>,
) {
  const { url, drop } = await cloneDatabase()
  const database = await openDatabase(url)
  try {
    return await work(database)
  } finally {
    await database.close()
    await drop()
  }
}

test('a date is the day it says, whatever the time zone of the machine', () =>
  withClone(async ({ pool }) => {
    const { rows } = await pool.query("select date '2019-12-01' as day, null::date as none")
    expect(rows).toEqual([{ day: '2019-12-01', none: null }])
  }))

test('a server older than PostgreSQL 15 is refused with what to do', () => {
  expect(() => requireVersion('150000')).not.toThrow()
  expect(() => requireVersion('180004')).not.toThrow()
  expect(() => requireVersion('140018')).toThrow(
    expect.objectContaining({ code: 'SERVER_TOO_OLD', exitCode: 4 }),
  )
})

test('a server that is not there is a transient failure, exit 5', async () => {
  await expect(openDatabase('postgres://nobody@127.0.0.1:1/none')).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    exitCode: 5,
  })
})

test('a transaction commits what returns, and rolls back what throws or says so', () =>
  withClone(async ({ pool }) => {
    const add = (name: string, end: 'commit' | 'rollback', fails = false) =>
      inTransaction(pool, async ({ db }) => {
        await db.insertInto('ref.parameter').values({ name, value: '1', note: '' }).execute()
        if (fails) throw new Error('stop')
        return { result: name, end }
      })
    await add('kept', 'commit')
    await add('undone', 'rollback')
    await expect(add('failed', 'commit', true)).rejects.toThrow('stop')
    const { rows } = await pool.query(
      "select name from ref.parameter where name in ('kept', 'undone', 'failed')",
    )
    expect(rows).toEqual([{ name: 'kept' }])
  }))

test('COPY carries every awkward character unharmed', () =>
  withClone(async ({ pool }) => {
    const awkward = [
      'a\tb',
      'a\nb',
      'a\r\nb',
      'a\\b',
      '\\N',
      '\\.',
      'æøå – €',
      '',
      '"quoted"',
      'a;b',
    ]
    const stored = await inTransaction(pool, async ({ client }) => {
      await client.query('create temp table t (id integer, text text, flag boolean)')
      const writer = new CopyWriter(client, 't', ['id', 'text', 'flag'])
      for (const [index, text] of awkward.entries()) writer.add([index, text, true])
      writer.add([awkward.length, null, false])
      await writer.flush()
      const { rows } = await client.query('select text, flag from t order by id')
      return { result: rows, end: 'rollback' as const }
    })
    expect(stored).toEqual([
      ...awkward.map((text) => ({ text, flag: true })),
      { text: null, flag: false },
    ])
  }))
