/** Owns the look at how a JSON file holds its table, from its first bytes, and the refusal of JSON that holds none. */
import { Tokenizer, TokenType } from '@streamparser/json'
import { MartError } from '../core/errors.ts'
import { maskPersonal } from '../core/mask.ts'
import { someOf } from '../core/text.ts'
import type { Encoding } from '../core/text-format.ts'
import { decodeStream } from './encoding.ts'

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
  const document = documentShape(new Beginning(start))
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

/** What a field of an object holds: a plain value, a list, or another object. */
type Holding = 'plain' | 'list' | 'object'

/** How a document begins: its brackets, and the fields of its object, or of the first object in its list. */
class Beginning {
  /** `{`, `[{`, `[[`, `[` before a plain value, `[]` for nothing. */
  opening = ''
  readonly fields = new Map<string, Holding>()
  private depth = 0
  private field: string | undefined
  private isDone = false

  constructor(start: string) {
    const tokenizer = new Tokenizer()
    tokenizer.onToken = ({ token, value }) => {
      if (!this.isDone) this.take(token, String(value))
    }
    // The start ends anywhere, and what is wrong with the rest is told when all of it is read.
    tokenizer.onError = () => undefined
    tokenizer.write(start)
  }

  private take(token: TokenType, value: string): void {
    const opens = token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET
    const closes = token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET
    const isOpening = this.opening === '' || (this.opening === '[' && this.depth === 1)
    if (isOpening) {
      if (opens || closes) this.opening += value
      this.isDone = !opens || this.opening === '[['
    } else if (this.depth === this.opening.length) {
      this.takeField(token, value)
    }
    this.depth += opens ? 1 : closes ? -1 : 0
    this.isDone ||= this.depth < this.opening.length
  }

  private takeField(token: TokenType, value: string): void {
    if (token === TokenType.COMMA || token === TokenType.COLON) return
    if (this.field === undefined) {
      this.field = value
      return
    }
    const isList = token === TokenType.LEFT_BRACKET
    this.fields.set(
      this.field,
      isList ? 'list' : token === TokenType.LEFT_BRACE ? 'object' : 'plain',
    )
    this.field = undefined
  }
}

function documentShape({ opening, fields }: Beginning): {
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
