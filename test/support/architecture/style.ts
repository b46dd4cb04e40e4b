/** Owns the rules of the page: how long files and functions may be, how files open, and what no text may hold. */
import { filesAt, type Rule } from './repository.ts'
import { nodesOf } from './syntax.ts'

const MOST_LINES = 300
const MOST_FUNCTION_LINES = 40
const GENERATED = 'src/db/types.ts'
const FUNCTIONS =
  /^(Function(Declaration|Expression)|ArrowFunctionExpression|ClassMethod|PrivateMethod|MethodProperty|Constructor)$/

/** No file of the program is longer than a few screens. */
export const filesAreShort: Rule = (repository) =>
  filesAt(repository, /^(src|connectors|test|fixtures)\/.*\.[tj]s$/)
    .filter(([path]) => path !== GENERATED)
    .map(([path, text]) => [path, text.replace(/\n$/, '').split('\n').length] as const)
    .filter(([, lines]) => lines > MOST_LINES)
    .map(([path, lines]) => `${path} has ${lines} lines`)

/** No function is longer than a screen. */
export const functionsAreShort: Rule = (repository) =>
  filesAt(repository, /^(src|connectors)\/.*\.[tj]s$/).flatMap(([path, text]) =>
    nodesOf(text)
      .filter(({ type, lines }) => FUNCTIONS.test(type) && lines > MOST_FUNCTION_LINES)
      .map(({ line, lines }) => `${path}:${line} is a function of ${lines} lines`),
  )

/** Everything has a type that says something. */
export const nothingIsAny: Rule = (repository) =>
  filesAt(repository, /^(src|connectors|test|fixtures)\/.*\.ts$/).flatMap(([path, text]) =>
    nodesOf(text)
      .filter(({ type, fields }) => type === 'TsKeywordType' && fields.kind === 'any')
      .map(({ line }) => `${path}:${line} is any`),
  )

/** Each file begins by saying what it owns. */
export const filesOpenWithASentence: Rule = (repository) =>
  filesAt(repository, /^(src|connectors|test|fixtures)\/.*\.[tj]s$/)
    .filter(([path, text]) => path !== GENERATED && !openingOf(path).test(text))
    .map(([path]) => `${path} does not open with what it owns`)

function openingOf(path: string): RegExp {
  if (path === 'src/connector.ts') return /^\/\*\* The one door [^\n]+\. \*\/\n/
  return /^(#![^\n]+\n)?\/\*\* Owns:? [^\n]+\. \*\/\n/
}

const UPPER_CASE_WORD = /\b[A-Z]{2,}\b/g

/** Keywords are written small, so that only names and texts carry capitals. */
export const sqlKeywordsAreLowerCase: Rule = (repository) =>
  filesAt(repository, /^sql\/.*\.sql$/).flatMap(([path, text]) => {
    const bare = text
      .replace(/--.*$/gm, '')
      .replace(/'[^']*'/g, "''")
      .replace(/"[^"]*"/g, '""')
    return [...bare.matchAll(UPPER_CASE_WORD)].map(([word]) => `${path} shouts ${word}`)
  })

const MACHINE_PATH = /(?:\/(?:home|Users|root|work)\/[\w.-]+|\b[A-Z]:\\Users\\\w+)/g
const TEN_DIGITS = /(?<![\w/+=-]|\d\.)(\d{2})(\d{2})\d{2}[- ]?\d{4}(?![\w/+=-]|\.\d)/g
const WEIGHTS = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]

/** No text tells where somebody's checkout lies. */
export const noTextNamesAMachinePath: Rule = (repository) =>
  [...repository.files].flatMap(([path, text]) =>
    [...text.matchAll(MACHINE_PATH)].map(([found]) => `${path} names ${found}`),
  )

/** No text holds a number that could be a person's: one that passes modulus 11 on a day that exists. */
export const noTextHoldsACpr: Rule = (repository) =>
  [...repository.files].flatMap(([path, text]) =>
    [...text.matchAll(TEN_DIGITS)]
      .filter(([found, day, month]) => isBirthday(Number(day), Number(month)) && passes(found))
      .map(() => `${path} holds a CPR number`),
  )

function isBirthday(day: number, month: number): boolean {
  // Substitute numbers have 60 added to the day.
  const date = day > 60 ? day - 60 : day
  return date >= 1 && date <= 31 && month >= 1 && month <= 12
}

function passes(number: string): boolean {
  const digits = number.replace(/\D/g, '')
  const sum = WEIGHTS.reduce(
    (total, weight, position) => total + weight * Number(digits[position]),
    0,
  )
  return sum % 11 === 0
}
