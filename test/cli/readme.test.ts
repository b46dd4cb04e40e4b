/** Owns: the help in the README is the program's own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { Command } from 'commander'
import { program } from '../../src/cli/program.ts'
import { PACKAGE_ROOT } from '../../src/db/root.ts'

const README = readFileSync(join(PACKAGE_ROOT, 'README.md'), 'utf8')

/** The help of a word and of every word below it. */
function helpsOf(word: Command): readonly string[] {
  return [word.helpInformation().trim(), ...word.commands.flatMap(helpsOf)]
}

test('the README shows the help of the program and of every word as they are', () => {
  const helps = helpsOf(program({}))
  expect(helps.length).toBeGreaterThan(20)
  const section = /<!-- help -->\n([\s\S]*)\n<!-- \/help -->/.exec(README)?.[1]
  expect(section).toBe(helps.map((help) => `\`\`\`\n${help}\n\`\`\``).join('\n'))
})

test('the README tells the two commands first', () => {
  const first = README.indexOf('npm ci && npm start')
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThan(README.indexOf('## '))
  expect(README.indexOf('npm ci && npm test')).toBeLessThan(README.indexOf('## '))
})
