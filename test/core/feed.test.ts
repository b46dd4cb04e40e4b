/** Owns the proof that a feed knows a zip archive by the file it holds. */
import { expect, test } from '@jest/globals'
import { feeds } from '../../connectors/index.ts'
import { knownName, nameFor } from '../../src/core/feed.ts'

const feed = { files: [/^X.*\.csv$/i, /^X.*\.xlsx$/i] }

test.each([
  ['X.csv', 'X.csv'],
  ['X.csv.zip', 'X.csv'],
  ['X_2.XLSX.ZIP', 'X_2.XLSX'],
  ['X_20200203.zip', 'X_20200203.csv'],
  ['X v1.2.zip', 'X v1.2.csv'],
  ['X.json', undefined],
  ['X.json.zip', undefined],
  ['Y.zip', undefined],
  ['.zip', undefined],
])('%s is known as %s', (name, known) => {
  expect(nameFor(feed, name)).toBe(known)
  expect(knownName(feed, name)).toBe(known ?? name)
})

test('every example of what a feed takes is taken by it, zipped too, and by no other', () => {
  for (const { id, takes } of feeds) {
    for (const name of [...takes, ...takes.map((each) => `${each}.zip`)]) {
      const plain = name.replace('.zip.zip', '.zip')
      const takers = feeds.filter((each) => nameFor(each, plain) !== undefined)
      expect([plain, takers.map((each) => each.id)]).toEqual([plain, [id]])
    }
  }
})
