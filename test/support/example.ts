/** Owns a house with the example municipality loaded and published, and the exports it was loaded from. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Manifest, writeExample } from '../../fixtures/example/index.ts'
import { openHouse, type TestHouse } from './house.ts'

export interface ExampleHouse {
  readonly house: TestHouse
  readonly manifest: Manifest
  /** The text of one of the exports, as it was delivered. */
  readonly textOf: (name: string) => Promise<string>
}

/** Fewer months are loaded and published sooner, and nobody is there unless asked for. */
interface ExampleOptions {
  readonly months?: number
  readonly people?: boolean
  readonly persons?: number
}

/** Another form of an export: its name and bytes. */
export type Form = (
  name: string,
  bytes: Buffer,
) => Promise<readonly [name: string, bytes: Uint8Array | string]>

const AS_WRITTEN: Form = async (name, bytes) => [name, bytes]

/** Delivers the example's exports to a house of its own, in the form that is wanted, without loading them. */
export async function deliverExample(
  options: ExampleOptions = {},
  form: Form = AS_WRITTEN,
): Promise<ExampleHouse> {
  const house = await openHouse()
  const folder = join(house.config.home, 'exports')
  const manifest = await writeExample(folder, { people: false, ...options })
  for (const { name } of manifest.files) {
    await house.deliver(...(await form(name, await readFile(join(folder, name)))))
  }
  return { house, manifest, textOf: (name) => readFile(join(folder, name), 'utf8') }
}

/** The example, loaded and published by `nightly`. */
export async function openExample(options: ExampleOptions = {}): Promise<ExampleHouse> {
  const example = await deliverExample(options)
  const { exitCode, text } = await example.house.nightly()
  if (exitCode !== 0) throw new Error(`the example did not load: ${text}`)
  return example
}
