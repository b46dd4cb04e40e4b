/** Owns the word `rotate-key`: a new pseudonym key in place, and what to do where the key is not ours to change. */
import { EXIT, MartError } from '../../core/errors.ts'
import { type Rotation, rotateKey } from '../../load/rotate-key.ts'
import type { Config } from '../config.ts'
import { withHouse } from '../house.ts'
import type { Progress, WordResult } from '../output.ts'

/**
 * `rotate-key`: a new version of the key in keys.json, and every pseudonym made anew by it.
 * @throws MartError BAD_CONFIGURATION (exit 4) when the key comes from the environment
 */
export async function rotateKeyWord(
  config: Config,
  flags: { readonly wait?: boolean },
  progress: Progress,
): Promise<WordResult> {
  if (config.pseudonymKey !== undefined) throw keyIsGiven(config)
  return withHouse(config, 'hand', async (house) => {
    progress('Laver alle pseudonymer om')
    const rotation = await rotateKey(house, flags.wait ?? false)
    const { version, pseudonyms, isResumed } = rotation
    const json = { version, pseudonyms, resumed: isResumed }
    return { exitCode: EXIT.done, text: said(rotation, config), json }
  })
}

function said({ version, pseudonyms, isResumed }: Rotation, { home }: Config): string {
  return [
    `Nøglen er nu version ${version}; ${pseudonyms.toLocaleString('da-DK')} pseudonymer er lavet om. Tallene er de samme.`,
    isResumed && 'Et skift, der var blevet afbrudt, er gjort færdigt.',
    `Gem en kopi af ${home}/keys.json, adskilt fra databasen. De gamle nøgler skal blive i den: med dem læses ældre filer.`,
  ]
    .filter(Boolean)
    .join('\n')
}

function keyIsGiven({ home }: Config): MartError {
  const message =
    'Nøglen kommer fra JOBMART_PSEUDONYM_KEY og kan kun skiftes, når den ligger i keys.json.'
  return new MartError('BAD_CONFIGURATION', message, {
    expected: 'nøglen i keys.json, og ingen JOBMART_PSEUDONYM_KEY',
    got: 'JOBMART_PSEUDONYM_KEY',
    todo: `Skriv {"keys": [{"version": 1, "key": "NØGLEN"}]} i ${home}/keys.json (chmod 600), fjern variablen, og kør igen.`,
  })
}
