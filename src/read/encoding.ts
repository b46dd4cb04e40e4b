/** Owns how the bytes of a text file become characters: which encoding it is in, and decoding it as a stream. */
import { createReadStream } from 'node:fs'
import { MartError } from '../core/errors.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1252'

/** Large enough that the cost per chunk disappears, small enough that memory stays flat. */
const CHUNK_BYTES = 256 * 1024

/**
 * The encoding of a text file, from all of its bytes: the byte order mark if there is one, else UTF-16LE if every
 * other byte is zero, else UTF-8 if the whole file is valid UTF-8, else windows-1252.
 * Reads the file once, with bounded memory.
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let first = true
  let hasMultibyte = false
  for await (const chunk of readChunks(path)) {
    const shown = first ? shownByStart(chunk) : undefined
    if (shown) return shown
    first = false
    const text = decodeOrNothing(() => utf8.decode(chunk, { stream: true }))
    if (text === undefined) return 'windows-1252'
    hasMultibyte ||= /[\u0080-\uffff]/.test(text)
  }
  const endsWhole = decodeOrNothing(() => utf8.decode()) !== undefined
  // A file cut in the middle of a character is a truncated UTF-8 file if it held whole ones before the cut;
  // read as windows-1252 it would load with every æ, ø and å wrong.
  return endsWhole || hasMultibyte ? 'utf-8' : 'windows-1252'
}

/**
 * The text of a file, in chunks, without its byte order mark; a character split over two chunks comes out whole.
 * A file that ends in the middle of a character is TRUNCATED.
 */
export async function* decodeStream(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of readChunks(path)) {
    // Without `stream`, Node 20 decodes windows-1252 as latin1, and € – ž come out as control characters.
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  if (decoder.decode() === '') return
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

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>
}

/** The encoding that the first bytes alone decide, if they do. */
function shownByStart(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return looksLikeUtf16(bytes) ? 'utf-16le' : undefined
}

/** True for the zero bytes of western text in UTF-16LE: nearly every second byte, hardly any first byte. */
export function looksLikeUtf16(bytes: Uint8Array): boolean {
  const pairs = Math.floor(bytes.length / 2)
  let firstZeros = 0
  let secondZeros = 0
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[pair * 2] === 0) firstZeros++
    if (bytes[pair * 2 + 1] === 0) secondZeros++
  }
  return pairs > 0 && secondZeros > pairs * 0.7 && firstZeros < pairs * 0.1
}

function decodeOrNothing(decode: () => string): string | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}
