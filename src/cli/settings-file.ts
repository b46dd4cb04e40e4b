/** Owns reading a YAML file of settings by a schema: a fault is told with its key, its line, what was expected and the nearest known name. */
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { MartError } from '../core/errors.ts'
import { showCell } from '../core/mask.ts'
import { nearest } from '../core/nearest.ts'
import { normaliseText } from '../core/text.ts'

type Path = readonly PropertyKey[]

/** The text of a file of settings, and where it lies. */
export interface SettingsFile {
  readonly path: string
  readonly text: string
}

/**
 * The settings in a file.
 * @param asWritten top keys whose values are taken as they are written: the code 07 is not the number 7
 * @param secret top keys whose values no message shows
 * @throws MartError BAD_CONFIGURATION naming the first fault of the file
 */
export function parseSettings<T>(
  file: SettingsFile,
  schema: z.ZodType<T>,
  asWritten: readonly string[],
  secret: readonly string[],
): T {
  const lines = new LineCounter()
  // Every value as it is written: two codes 07 and 7 are two, and a code NO is no answer to a question.
  const document = parseDocument(file.text, { schema: 'failsafe', lineCounter: lines })
  const [syntax] = document.errors
  if (syntax) {
    const [what = ''] = syntax.message.split('\n')
    throw badFile(file.path, syntax.linePos?.[0].line, 'gyldig YAML', what)
  }
  const result = schema.safeParse(valuesOf(file, document, asWritten))
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => {
    const path = pathOf(issue)
    return { path, message: issue.message, ...find(document.contents, path) }
  })
  const [first] = faults.sort((one, other) => one.position - other.position)
  const { path = [], position = 0, message = '', node } = first ?? {}
  const value = isScalar(node) && !secret.includes(String(path[0])) ? node.value : undefined
  throw badFile(file.path, lines.linePos(position).line, message, shown(path, value))
}

function valuesOf(
  { path, text }: SettingsFile,
  document: Document,
  asWritten: readonly string[],
): unknown {
  try {
    const values: unknown = parseDocument(text).toJS() ?? {}
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return values
    const written = Object.entries((document.toJS() ?? {}) as object)
    return { ...values, ...Object.fromEntries(written.filter(([key]) => asWritten.includes(key))) }
  } catch (error) {
    // An alias (*x) that leads nowhere, or to too much.
    throw badFile(path, undefined, 'gyldig YAML', (error as Error).message)
  }
}

/** Where the fault is: of an unknown key the key itself. */
function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
}

/** What a path leads to, or the last thing on the way that is there, and its place in the text. */
function find(contents: unknown, path: Path): { node: unknown; position: number } {
  let node = contents
  let position = 0
  for (const step of path) {
    const child = childOf(node, step)
    if (!child) break
    position = child.start.range?.[0] ?? position
    node = child.value
  }
  return { node, position }
}

function childOf(node: unknown, step: PropertyKey) {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(step))
    return pair && { start: pair.key as Node, value: pair.value }
  }
  const item = isSeq(node) ? node.items[Number(step)] : undefined
  return item === undefined ? undefined : { start: item as Node, value: item }
}

/** A key with its value, when that is a text of its own. */
function shown(path: Path, value: unknown): string {
  const key = path.map(String).join(' → ')
  return showCell([key, value].filter(Boolean).join(': '))
}

/** The error for a file of settings. */
export function badFile(
  path: string,
  line: number | undefined,
  expected: string,
  got: string,
): MartError {
  return new MartError('BAD_CONFIGURATION', 'Konfigurationsfilen er ikke gyldig.', {
    file: path,
    ...(line !== undefined && { line }),
    expected,
    got,
    todo: 'Ret linjen, og kør igen.',
  })
}

/**
 * Keys of which others are refused, with the nearest of those that there are.
 * @param what what the keys are, in Danish: `feedene`
 */
export function keysOf<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const names = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? oneOf(what, names, issue.keys[0] ?? '')
        : `${what} ${names.join(', ')}, hver på sin linje`,
  })
}

/**
 * What was expected: one of some names, and which is most like the one given.
 * @param also names that are taken too, and only named when they are the nearest
 */
export function oneOf(
  what: string,
  names: readonly string[],
  given: string,
  also: readonly string[] = [],
): string {
  const byText = new Map([...also, ...names].map((name) => [normaliseText(name) || name, name]))
  const near = byText.get(nearest(normaliseText(given) || given, byText.keys()) ?? '')
  const shown = names.slice(0, MOST_NAMES).join(', ')
  const more = names.length > MOST_NAMES ? ` og ${names.length - MOST_NAMES} til` : ''
  return `en af ${what} ${shown}${more}${near === undefined ? '' : `; nærmest er "${near}"`}`
}

const MOST_NAMES = 40

/** A part that may be left out, also by leaving its lines out and its key in. */
export function mayBeEmpty<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (value) => (value === '' || value === null ? undefined : value),
    schema.optional(),
  )
}
