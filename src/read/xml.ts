/** Owns reading the XML of a workbook's parts as a stream, in memory that does not grow with the part. */
import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { MartError } from '../core/errors.ts'

/** What is done at each tag and text; names come without their namespace's prefix, for some programs write one. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** No cell comes near it (Excel's longest is 32,767 characters); a text without an end does. */
const LONGEST_TEXT = 4 * 1024 * 1024

/**
 * Reads a part to its end and calls the handler on the way; after each chunk the caller may take what came of it.
 * @throws MartError NOT_A_DATA_FILE when it is damaged or not XML, TRUNCATED when it breaks off
 */
export async function* readXml(
  part: Readable,
  handler: XmlHandler,
  path: string,
): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8')
  let sinceTag = 0
  const parser = parserFor(handler, () => {
    sinceTag = 0
  })
  try {
    for await (const chunk of part as AsyncIterable<Buffer>) {
      sinceTag += chunk.length
      parser.write(decoder.decode(chunk, { stream: true }))
      if (sinceTag > LONGEST_TEXT) throw damaged(path, 'en celle uden slutning')
      yield
    }
    parser.close()
  } catch (error) {
    throw error instanceof MartError ? error : damaged(path, 'en fejl i filens indre', error)
  } finally {
    part.destroy()
  }
}

function parserFor(handler: XmlHandler, seen: () => void): SaxesParser {
  const parser = new SaxesParser({ position: false })
  parser.on('opentag', ({ name, attributes }) => {
    seen()
    handler.open?.(localName(name), attributes as Record<string, string>)
  })
  parser.on('closetag', ({ name }) => {
    seen()
    handler.close?.(localName(name))
  })
  if (handler.text) parser.on('text', (text) => handler.text?.(text))
  return parser
}

/** Reads a small part whole. */
export async function readSmallXml(
  part: Readable,
  handler: XmlHandler,
  path: string,
): Promise<void> {
  for await (const _ of readXml(part, handler, path));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function damaged(path: string, got: string, cause?: unknown): MartError {
  const message =
    'Filen er ikke en datafil: den er en beskadiget Excel-projektmappe. Intet er skrevet.'
  return new MartError(
    'NOT_A_DATA_FILE',
    message,
    {
      file: path,
      expected: 'en hel Excel-projektmappe (.xlsx)',
      got,
      todo: 'Åbn filen i Excel, gem den igen som .xlsx, eller hent den igen fra kilden.',
    },
    { cause },
  )
}
