/** Owns the rules of the rooms: who may import whom, and who may touch the world outside. */
import { posix } from 'node:path'
import { filesAt, type Rule } from './repository.ts'
import { type Import, importsOf, nodesOf, wordOf } from './syntax.ts'

const SOURCE = /^(src|connectors)\/.*\.[tj]s$/

/** The rooms each room may import from, beside packages. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  read: ['core', 'read'],
  db: ['core', 'db'],
  load: ['core', 'read', 'db', 'load'],
  publish: ['core', 'db', 'load', 'publish'],
  schedule: ['core', 'schedule'],
  report: ['core', 'read', 'db', 'load', 'publish', 'report'],
  connector: ['core'],
  feeds: ['connector', 'connectors'],
}

/** Of another room's files, those that are its door when the program runs; types may come from any. */
const DOORS: Readonly<Record<string, RegExp>> = {
  'publish load': /^src\/load\/(run-record|locks|load-file)\.ts$/,
}

/** Packages by the files that may use them; the last line is for all the others. */
const PACKAGES: readonly (readonly [packages: RegExp, users: RegExp])[] = [
  [/^(pg|pg-copy-streams)$/, /^src\/db\//],
  [/^kysely$/, /^src\/(db|load|publish|schedule|report|cli)\b/],
  [/^commander$/, /^src\/cli(\.ts$|\/)/],
  // Core is pure: a calendar for the periods, a hash for the pseudonyms, how far two texts are apart, and nothing that touches
  // the world.
  [/^luxon$/, /^src\/(core\/period\.ts$|(?!core\/|connector\.ts))/],
  [/^leven$/, /^src\/core\/nearest\.ts$/],
  [/^node:crypto$/, /^src\/(core\/pseudonym\.ts$|(?!core\/|connector\.ts))/],
  [/^/, /^src\/(?!core\/|connector\.ts)/],
]

function roomOf(path: string): string {
  if (path === 'connectors/index.ts') return 'feeds'
  if (path.startsWith('connectors/')) return 'connectors'
  if (path === 'src/connector.ts') return 'connector'
  return /^src\/([a-z]+)\//.exec(path)?.[1] ?? 'cli'
}

/** Imports go one way. */
export const importsGoOneWay: Rule = (repository) =>
  filesAt(repository, SOURCE).flatMap(([path, text]) =>
    importsOf(text)
      .filter((each) => !mayImport(path, each))
      .map((each) => `${path}:${each.line} imports ${each.from}`),
  )

function mayImport(path: string, { from, isTypeOnly }: Import): boolean {
  if (!from.startsWith('.')) return mayUsePackage(path, from)
  const target = posix.join(posix.dirname(path), from)
  const [room, other] = [roomOf(path), roomOf(target)]
  // One file of the command line knows the feeds as declared: elsewhere they are as jobmart.yaml has them.
  if (room === 'cli') return other !== 'feeds' || path === 'src/cli/feeds.ts'
  if (room === 'connectors') {
    return target === 'src/connector.ts' || posix.dirname(target) === posix.dirname(path)
  }
  const door = DOORS[`${room} ${other}`]
  const isOpen = isTypeOnly || !door || door.test(target)
  return isOpen && (ALLOWED[room] ?? []).includes(other)
}

function mayUsePackage(path: string, name: string): boolean {
  const [, users] = PACKAGES.find(([packages]) => packages.test(name)) ?? []
  return users?.test(path) ?? false
}

const READERS: readonly (readonly [what: string, readers: RegExp])[] = [
  ['argv', /^src\/(cli\.ts|main\.js|db\/generate-types\.ts)$/],
  // The embedded server hands PATH and its like on to PostgreSQL's programs.
  ['env', /^src\/(cli\.ts|db\/embedded\/.*|db\/generate-types\.ts)$/],
]

/** Only the command line reads its words and the environment. */
export const onlyTheCliReadsItsSurroundings: Rule = (repository) =>
  filesAt(repository, SOURCE).flatMap(([path, text]) => {
    const forbidden = READERS.filter(([, readers]) => !readers.test(path)).map(([what]) => what)
    const reads = nodesOf(text).filter(({ type, fields }) => {
      const { object, property } = fields as Record<string, { value?: string } | undefined>
      const isProcess = type === 'MemberExpression' && object?.value === 'process'
      return isProcess && forbidden.includes(property?.value ?? '')
    })
    const wholesale = importsOf(text).filter(({ from }) => /^(node:)?process$/.test(from))
    return [...reads, ...wholesale].map(({ line }) => `${path}:${line} reads process`)
  })

const LOOPS = /^(For|While|DoWhile|ForOf|ForIn)Statement$/
const STATEMENT = /\b(select\s.*\sfrom|insert\s+into|delete\s+from|update\s.*\sset)\b/is

/** A connector declares: it does not wait, loop, ask the database or look at the clock. */
export const connectorsOnlyDeclare: Rule = (repository) =>
  filesAt(repository, /^connectors\/[^/]+\/.*\.ts$/).flatMap(([path, text]) =>
    nodesOf(text).flatMap((node) => {
      const word = wordOf(node) ?? ''
      const what =
        (node.type === 'AwaitExpression' && 'waits') ||
        (LOOPS.test(node.type) && 'loops') ||
        (node.type === 'Identifier' && word === 'Date' && 'looks at the clock') ||
        (node.type !== 'Identifier' && STATEMENT.test(word) && 'speaks SQL')
      return what ? [`${path}:${node.line} ${what}`] : []
    }),
  )
