/** Owns the crash: counts the statements and file operations of a real jobmart process, and kills it at the one it is told. */
import { promises as files, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename } from 'node:path'
import pg from 'pg'

const { CRASH_AT, CRASH_WHEN, CRASH_COUNT } = process.env
const operations = []
// Every word that works asks the ledger of schema files first, and last of its set-up: its own work begins after that.
const LEDGER = /schema_file/
let hasBegun = false

/** Counts an operation and dies before it when that was asked for; returns whether to die after it. */
function meet(label) {
  if (!hasBegun) return false
  operations.push(label)
  if (operations.length !== Number(CRASH_AT)) return false
  if (CRASH_WHEN === 'after') return true
  return die()
}

// Nothing is flushed, closed or rolled back: the process is gone before the next line.
function die() {
  process.kill(process.pid, 'SIGKILL')
  return false
}

function dieOnce(promise) {
  return promise.finally(die)
}

const query = pg.Client.prototype.query

pg.Client.prototype.query = function counted(statement, ...rest) {
  const text =
    typeof statement === 'string' ? statement : (statement?.text ?? statement?.cursor?.text ?? '')
  const diesAfter = meet(`sql ${text.replace(/\s+/g, ' ').trim().slice(0, 90)}`)
  hasBegun ||= LEDGER.test(text)
  if (!diesAfter) return query.call(this, statement, ...rest)
  const last = rest.at(-1)
  if (typeof last === 'function') return query.call(this, statement, ...rest.slice(0, -1), die)
  const result = query.call(this, statement, ...rest)
  if (typeof result?.finally === 'function') return dieOnce(result)
  return result.on('finish', die)
}

for (const name of ['rename', 'rm', 'writeFile', 'copyFile', 'mkdir']) {
  const original = files[name]
  files[name] = (...given) => {
    const diesAfter = meet(`file ${name} ${basename(String(given[0]))}`)
    const result = original(...given)
    return diesAfter ? dieOnce(result) : result
  }
}

const open = files.open
files.open = async (path, ...rest) => {
  const diesAfter = meet(`file open ${basename(String(path))}`)
  const handle = await open(path, ...rest)
  if (diesAfter) die()
  const sync = handle.sync.bind(handle)
  handle.sync = () => {
    const diesAfterSync = meet(`file sync ${basename(String(path))}`)
    return diesAfterSync ? dieOnce(sync()) : sync()
  }
  return handle
}
syncBuiltinESMExports()

if (CRASH_COUNT)
  process.on('exit', () => writeFileSync(CRASH_COUNT, JSON.stringify({ operations })))
