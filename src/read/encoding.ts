/** Owns how the bytes of a text file become characters: which encoding it is in, and decoding it as a stream. */
import { createReadStream } from 'node:fs'
import { MartError } from '../core/errors.ts'
import type { Encoding } from '../core/text-format.ts'

/** Large enough that the cost per chunk disappears, small enough that memory stays flat. */
const CHUNK_BYTES = 256 * 1024

/**
 * The encoding of a text file, from all of its bytes: the byte order mark if there is one, else UTF-16LE if every
 * other byte is zero, else UTF-8 if the whole file is valid UTF-8, else windows-1252. A file with more letters of UTF-8
 * than damaged ones is UTF-8, which `decodeStream` then refuses: read as windows-1252 all its æ, ø and å would be wrong.
 * Reads the file once, with bounded memory.
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const whole = new TextDecoder('utf-8', { fatal: true })
  const damaged = new TextDecoder('utf-8')
  let first = true
  let letters = 0
  let faults = 0
  for await (const chunk of readChunks(path)) {
    const shown = first ? shownByStart(chunk) : undefined
    if (shown) return shown
    first = false
    const text =
      faults === 0 ? decodeOrNothing(() => whole.decode(chunk, { stream: true })) : undefined
    if (text !== undefined) {
      letters += count(text, /[\u0080-\uffff]/g)
      continue
    }
    const mended = damaged.decode(chunk, { stream: true })
    const now = count(mended, /\ufffd/g)
    faults += now
    letters += count(mended, /[\u0080-\uffff]/g) - now
    if (letters < faults / 2) return 'windows-1252'
  }
  if (faults > 0) return letters < faults ? 'windows-1252' : 'utf-8'
  const endsWhole = decodeOrNothing(() => whole.decode()) !== undefined
  // A file cut in the middle of a character is a truncated UTF-8 file if it held whole ones before the cut.
  return endsWhole || letters > 0 ? 'utf-8' : 'windows-1252'
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** The bytes that windows-1252 gives no letter, as they come out: other code pages, such as DOS's, use them. */
const NO_LETTER = /[\u0081\u008d\u008f\u0090\u009d]/

/**
 * The text of a file, in chunks, without its byte order mark; a character split over two chunks comes out whole.
 * A file that ends in the middle of a character is TRUNCATED, one with bytes that are no text NOT_A_DATA_FILE.
 */
export async function* decodeStream(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decode = strictDecoder(encoding)
  for await (const chunk of readChunks(path)) {
    const text = decode(chunk)
    if (text === undefined) throw await undecodable(path, encoding)
    if (text !== '') yield text
  }
  if (decode() === '') return
  throw new MartError(
    'TRUNCATED',
    'Filen slutter midt i et tegn og er derfor ikke hel. Intet er skrevet.',
    {
      file: path,
      expected: `en hel fil i ${encoding}`,
      got: 'en fil, der er afbrudt midt i det sidste tegn',
      todo: 'Hent filen igen fra kilden.',
    },
  )
}

/** Decodes chunk by chunk, and without one tells whether something is left over; undefined for what is no text. */
function strictDecoder(encoding: Encoding): (chunk?: Uint8Array) => string | undefined {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' })
  return (chunk) =>
    decodeOrNothing(() => {
      // Without `stream`, Node 20 decodes windows-1252 as latin1, and € – ž come out as control characters.
      const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
      if (encoding === 'windows-1252' && NO_LETTER.test(text)) throw new TypeError('no letter')
      return text
    })
}

async function undecodable(path: string, encoding: Encoding): Promise<MartError> {
  const line = await damagedLine(path, encoding)
  const message = `Filen har tegn på linje ${line}, der ikke kan læses i ${encoding}. Intet er skrevet.`
  return new MartError('NOT_A_DATA_FILE', message, {
    file: path,
    line,
    expected: 'tekst i UTF-8, UTF-16LE eller windows-1252',
    got: `bytes, der ikke er tegn i ${encoding}`,
    todo: 'Bed kilden om filen i UTF-8; er den lagt sammen af flere filer, så hent dem hver for sig.',
  })
}

/** The line of the first byte that is no text. */
async function damagedLine(path: string, encoding: Encoding): Promise<number> {
  const decode = strictDecoder(encoding)
  let line = 1
  for await (const chunk of readChunks(path)) {
    for (let at = 0; at < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, at)
      const end = newline < 0 ? chunk.length : newline + 1
      if (decode(chunk.subarray(at, end)) === undefined) return line
      if (newline >= 0) line += 1
      at = end
    }
  }
  return line
}

const NEWLINE = 0x0a

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>
}

/** The encoding that the first bytes alone decide, if they do. */
function shownByStart(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return looksLikeUtf16(bytes) ? 'utf-16le' : undefined
}

/**
 * True for the zero bytes of western text in UTF-16: nearly every second byte, hardly any first byte.
 * @param order which of the two comes first: the letter (`le`) or the zero (`be`)
 */
export function looksLikeUtf16(bytes: Uint8Array, order: 'le' | 'be' = 'le'): boolean {
  const pairs = Math.floor(bytes.length / 2)
  const letterAt = order === 'le' ? 0 : 1
  let letters = 0
  let zeros = 0
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[pair * 2 + letterAt] !== 0) letters++
    if (bytes[pair * 2 + 1 - letterAt] === 0) zeros++
  }
  return pairs > 0 && zeros > pairs * 0.7 && letters > pairs * 0.9
}

function decodeOrNothing(decode: () => string): string | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}
