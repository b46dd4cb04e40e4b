/** Owns how several processes share one embedded server, and who turns off the light. */
import { afterAll, expect, test } from '@jest/globals'
import {
  embeddedStatus,
  startEmbedded,
  stopEmbedded,
  useEmbedded,
} from '../../src/db/embedded/server.ts'
import { ask, cleanUp, leasesOf, makeHome, startChild } from './embedded.support.ts'

const quick = { durable: false }

afterAll(cleanUp)

test('two processes that start at once share one server, and the last to leave stops it', async () => {
  const home = await makeHome()
  const [one, two] = [startChild(home), startChild(home)]
  const [first, second] = await Promise.all([one.up, two.up])
  expect(first.url).toBe(second.url)
  expect([first.created, second.created].sort()).toEqual([false, true])
  expect(await leasesOf(home)).toHaveLength(2)
  expect(await one.leave()).toBe(0)
  expect(await embeddedStatus(home)).toBe('running')
  expect(await ask(first.url, 'select 1')).toBe(1)
  expect(await two.leave()).toBe(0)
  expect(await embeddedStatus(home)).toBe('stopped')
})

test('one process can use the server twice', async () => {
  const home = await makeHome()
  const [first, second] = await Promise.all([useEmbedded(home, quick), useEmbedded(home, quick)])
  await first.release()
  await first.release()
  expect(await embeddedStatus(home)).toBe('running')
  await second.release()
  expect(await embeddedStatus(home)).toBe('stopped')
})

test('a server that was started stays up until it is stopped', async () => {
  const home = await makeHome()
  const { url, created } = await startEmbedded(home, quick)
  expect(created).toBe(true)
  const user = await useEmbedded(home, quick)
  expect(user).toMatchObject({ url, created: false })
  await user.release()
  expect(await embeddedStatus(home)).toBe('running')
  expect(await startEmbedded(home, quick)).toEqual({ url, created: false })
  expect(await stopEmbedded(home)).toBe(true)
  expect(await embeddedStatus(home)).toBe('stopped')
  expect(await stopEmbedded(home)).toBe(false)
  const later = await useEmbedded(home, quick)
  await later.release()
  expect(await embeddedStatus(home)).toBe('stopped')
})

test('stopping stops a server in use, and its user can still leave', async () => {
  const home = await makeHome()
  const user = await useEmbedded(home, quick)
  expect(await stopEmbedded(home)).toBe(true)
  await expect(ask(user.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  await user.release()
  expect(await leasesOf(home)).toEqual([])
})

test('a killed process counts no more as a user', async () => {
  const home = await makeHome()
  const child = startChild(home)
  const { url } = await child.up
  await child.kill()
  expect(await embeddedStatus(home)).toBe('running')
  expect(await leasesOf(home)).toHaveLength(1)
  const next = await useEmbedded(home, quick)
  expect(next).toMatchObject({ url, created: false })
  await next.release()
  expect(await leasesOf(home)).toEqual([])
  expect(await embeddedStatus(home)).toBe('stopped')
})
