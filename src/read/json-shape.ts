/** Owns the look at how a JSON file holds its table, from its first bytes, and the refusal of JSON that holds none. */
import { Tokenizer, TokenType } from '@streamparser/json'
import { MartError } from '../core/errors.ts'
import { maskPersonal } from '../core/mask.ts'
import { someOf } from '../core/text.ts'
import { decodeStream, type Encoding } from './encoding.ts'

/**
 * How a JSON file holds its rows: `columns` and `rows` (jobindsats v3), `variables` and `data` in a list (v2), a list of
 * flat objects, a list of arrays, or a row per line.
 */
export type JsonShape = 'columns-rows' | 'variables-data' | 'objects' | 'arrays' | 'lines'

const START_LENGTH = 64 * 1024
const LINES_ENDING = /\.(?:ndjson|jsonl)$/i

/**
 * The shape of a JSON file.
 * @param name its name, for `.ndjson` says that it has a row per line
 * @throws MartError NOT_A_DATA_FILE, saying what it seems to be, when it holds no table
 */
export async function detectShape(
  path: string,
  encoding: Encoding,
  name: string,
): Promise<JsonShape> {
  const start = await startOf(path, encoding)
  const document = documentShape(firstContainer(start))
  if (document.shape === 'columns-rows' || document.shape === 'variables-data') {
    return document.shape
  }
  if (LINES_ENDING.test(name) || isPerLine(start)) return 'lines'
  if (document.shape) return document.shape
  throw noTable(path, document.seems)
}

async function startOf(path: string, encoding: Encoding): Promise<string> {
  let start = ''
  for await (const text of decodeStream(path, encoding)) {
    start += text
    if (start.length >= START_LENGTH) break
  }
  return start
}

/** Whether the first line is JSON by itself and another follows. */
function isPerLine(start: string): boolean {
  const [first = '', ...rest] = start.trimStart().split('\n', 3)
  if (rest.join('').trim() === '') return false
  try {
    JSON.parse(first)
    return true
  } catch {
    return false
  }
}

interface FirstContainer {
  /** The brackets that open the document: `{`, `[{`, `[[`, `[` before a plain value, `[]` for nothing. */
  readonly opening: string
  /** The fields of the first object, and whether each holds plain values only. */
  readonly fields: ReadonlyMap<string, 'plain' | 'list' | 'object'>
}

/** The fields of the document's object, or of the first one in its list, as far as the start of the file tells. */
function firstContainer(start: string): FirstContainer {
  const fields = new Map<string, 'plain' | 'list' | 'object'>()
  let opening = ''
  let depth = 0
  let field: string | undefined
  let isDone = false
  const tokenizer = new Tokenizer()
  tokenizer.onToken = ({ token, value }) => {
    if (isDone) return
    const opens = token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET
    const closes = token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET
    const isOpening = opening.length === depth && opening !== '{' && depth < 2
    if (isOpening && (opens || closes || depth === 1)) {
      opening += opens ? String(value) : closes ? ']' : ''
      isDone = !opens || opening === '[['
    } else if (depth === opening.length && token !== TokenType.COMMA) {
      if (field === undefined && token === TokenType.STRING) field = String(value)
      else if (field !== undefined && token !== TokenType.COLON) {
        fields.set(field, token === TokenType.LEFT_BRACE ? 'object' : opens ? 'list' : 'plain')
        field = undefined
      }
    }
    if (opens) depth += 1
    if (closes) depth -= 1
    if (closes && depth < opening.length) isDone = true
  }
  // The start ends anywhere, and what is wrong with the rest is told when all of it is read.
  tokenizer.onError = () => undefined
  tokenizer.write(start)
  return { opening, fields }
}

function documentShape({ opening, fields }: FirstContainer): {
  readonly shape?: JsonShape
  readonly seems: string
} {
  const names = [...fields.keys()]
  const lists = new Set([...fields].flatMap(([name, kind]) => (kind === 'list' ? [name] : [])))
  if (opening === '{' && (lists.has('columns') || lists.has('rows'))) {
    return { shape: 'columns-rows', seems: '' }
  }
  if (opening === '[{' && (lists.has('Variables') || lists.has('Data'))) {
    return { shape: 'variables-data', seems: '' }
  }
  if (opening === '[[') return { shape: 'arrays', seems: '' }
  if (opening === '{') return { seems: `et JSON-objekt med felterne ${someOf(names)}` }
  if (opening === '[]') return { seems: 'en tom JSON-liste' }
  if (opening !== '[{') return { seems: 'en JSON-liste uden rækker' }
  const nested = [...fields].flatMap(([name, kind]) => (kind === 'plain' ? [] : [name]))
  if (nested.length === 0) return { shape: 'objects', seems: '' }
  return { seems: `et katalog: en JSON-liste, hvis felter ${someOf(nested)} selv er lister` }
}

/** The refusal of JSON that holds no table. */
export function noTable(path: string, seems: string): MartError {
  // The fields of an object that is no table may be anything, persons' numbers too.
  const shown = maskPersonal(seems)
  const message = `Filen er ikke en datafil: den ser ud til at være ${shown}. Intet er skrevet.`
  return new MartError('NOT_A_DATA_FILE', message, {
    file: path,
    expected: 'en tabel som JSON: {"columns":…,"rows":…}, [{"Variables":…,"Data":…}] eller rækker',
    got: shown,
    todo: 'Hent tabellens data igen fra kilden, ikke dens katalog eller en samling af svar.',
  })
}
