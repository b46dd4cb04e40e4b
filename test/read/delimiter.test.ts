/** Owns the proof that the delimiter is found from headings, else from regularity. */
import { expect, test } from '@jest/globals'
import { detectDelimiter } from '../../src/read/delimiter.ts'
import { encode, tempFile } from './temp-file.ts'

const HEADINGS = ['Area', 'Periode', 'Fuldtidspersoner i pct. af befolkningen 16-66 år']

async function detect(text: string, headings: readonly string[] = HEADINGS): Promise<string> {
  return detectDelimiter(await tempFile(text), 'utf-8', headings)
}

test('the delimiter that brings out the expected headings is the one', async () => {
  const heading = 'fuldtidspersoner i pct. af befolkningen 16-66 år'
  expect(await detect(`AREA;Periode;${heading}\nViborg;2021M01;4,2\n`)).toBe(';')
  expect(await detect(`AREA\tPeriode\t${heading}\nViborg\t2021M01\t4,2\n`)).toBe('\t')
  expect(await detect(`AREA,Periode,${heading}\nViborg,2021M01,4.2\n`)).toBe(',')
})

test('quoted headings count as well', async () => {
  expect(await detect('"Area","Periode","x;y"\n"a;b;c","d;e;f","g;h;i"\n')).toBe(',')
})

test('info lines with another delimiter do not decide', async () => {
  const info = 'Udtræk: a;b;c;d;e\n'.repeat(18)
  expect(await detect(`${info}Dato;x\nArea,Periode,z\n1,2,3\n`)).toBe(',')
})

test('a heading found only after the first 20 rows does not count', async () => {
  expect(await detect(`${'a;b\n'.repeat(20)}Area,Periode\n`)).toBe(';')
})

test('without known headings the most regular delimiter is the one', async () => {
  expect(await detect('a,b,c\n1,"x;y",3\n4,5,6\n', [])).toBe(',')
  expect(await detect('a\tb\n1;1;1\t2\n3\t4;\n', [])).toBe('\t')
})

test('what stands in quotes delimits nothing', async () => {
  expect(await detect('"a;b",c\n"d;e",f\n', [])).toBe(',')
})

test('a decimal comma as regular as the semicolon is no delimiter', async () => {
  expect(await detect('1,5;2,5\n3,5;4,5\n', [])).toBe(';')
})

test('an equal number of headings is settled by regularity', async () => {
  expect(await detect('Periode;x,Area\n1;2,3\n4;5\n')).toBe(';')
  expect(await detect('Periode;x,Area\n1;2,3\n4,5\n')).toBe(',')
})

test('a file without any delimiter is given the usual one', async () => {
  expect(await detect('Forkert nøgle')).toBe(';')
  expect(await detect('')).toBe(';')
})

test('a line cut by the end of the first look is not counted', async () => {
  const cut = `a,b\n${'x'.repeat(70_000)};1`
  expect(await detect(cut, [])).toBe(',')
})

test('the encoding given is the one it reads in', async () => {
  const text = 'Område;Køn;År\r\n1,2;3,4;5,6\r\n'
  for (const encoding of ['utf-16le', 'windows-1252'] as const) {
    const path = await tempFile(encode(text, encoding))
    expect(await detectDelimiter(path, encoding, ['Område', 'Køn', 'År'])).toBe(';')
  }
})
