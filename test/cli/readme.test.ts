/** Owns: the help in the README is the program's own. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { PACKAGE_ROOT } from '../../src/db/root.ts'

const README = readFileSync(join(PACKAGE_ROOT, 'README.md'), 'utf8')

function helpOf(...words: string[]): string {
  const program = join(PACKAGE_ROOT, 'src/main.js')
  return execFileSync(process.execPath, [program, ...words, '--help'], { encoding: 'utf8' }).trim()
}

/** The names under "Commands:" of a help text. */
function wordsIn(help: string): string[] {
  const commands = help.split('Commands:\n')[1] ?? ''
  return [...commands.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map((match) => match[1] ?? '')
}

test('the README shows the help of the program and of every word as they are', () => {
  const main = helpOf()
  const words = wordsIn(main)
  expect(words).toContain('run')
  const helps = [main]
  for (const word of words) {
    const help = helpOf(word)
    helps.push(help, ...wordsIn(help).map((inner) => helpOf(word, inner)))
  }
  const section = /<!-- help -->\n([\s\S]*)\n<!-- \/help -->/.exec(README)?.[1]
  expect(section).toBe(helps.map((help) => `\`\`\`\n${help}\n\`\`\``).join('\n'))
}, 120_000)

test('the README tells the two commands first', () => {
  const first = README.indexOf('npm ci && npm start')
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThan(README.indexOf('## '))
  expect(README.indexOf('npm ci && npm test')).toBeLessThan(README.indexOf('## '))
})
