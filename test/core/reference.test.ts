/** Owns the proof that look-ups in the reference data find what the CSV files say, one answer to each name. */
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import {
  buildReference,
  type ReferenceRow,
  type ReferenceTables,
} from '../../src/core/reference.ts'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { readReferenceFiles } from '../../src/read/reference-files.ts'

const { tables } = await readReferenceFiles(join(PACKAGE_ROOT, 'sql/reference'), 'no overlay')
const reference = buildReference(tables)

function rowsOf(name: string, from: ReferenceTables = tables): readonly ReferenceRow[] {
  return from.get(name) ?? []
}

/** A name without what the look-ups are to overlook: case, blanks, punctuation. */
function plain(name: string): string {
  return [...name.toLowerCase()].filter((letter) => /[a-zæøåéü0-9]/.test(letter)).join('')
}

function namesOf(row: ReferenceRow): readonly string[] {
  const names = [row.area_code, row.name, row.statbank_code, ...(row.aliases?.split('|') ?? [])]
  return names.flatMap((name) => name ?? [])
}

test('the areas are the country, 5 regions, 8 labour market areas, 11 provinces and 98 municipalities', () => {
  const counts = new Map<string, number>()
  for (const { kind } of rowsOf('area')) counts.set(kind ?? '', (counts.get(kind ?? '') ?? 0) + 1)
  expect(Object.fromEntries(counts)).toEqual({
    ...{ country: 1, region: 5, rar: 8, province: 11, municipality: 98, other: 1, unknown: 1 },
  })
  expect(reference.areaNames).toHaveLength(125)
})

test('every code, name and alias of an area finds that area, and no two areas share one', () => {
  const owners = new Map<string, string | null | undefined>()
  for (const row of rowsOf('area')) {
    for (const name of namesOf(row)) {
      expect([name, reference.area(name)?.code]).toEqual([name, row.area_code])
      expect([name, owners.get(plain(name)) ?? row.area_code]).toEqual([name, row.area_code])
      owners.set(plain(name), row.area_code)
    }
  }
})

test('every municipality is found with and without the word Kommune, under its own code', () => {
  for (const row of rowsOf('area').filter(({ kind }) => kind === 'municipality')) {
    const names = [`${row.name} Kommune`, row.name?.toUpperCase() ?? '', row.area_code ?? '']
    for (const name of names) {
      expect([name, reference.area(name)]).toEqual([
        name,
        { code: row.area_code, name: row.name, municipalityCode: row.area_code },
      ])
    }
  }
})

test.each([
  ['Nordfyn', '480'],
  ['Vesthimmerland', '820'],
  ['Århus', '751'],
  ['A\u030arhus', '751'],
  ['Høje Taastrup', '169'],
  ['LYNGBY-TAARBÆK', '173'],
  ['Copenhagen', '101'],
  ['Bornholm', '400'],
  ['RAR  Bornholm', 'RAR:Bornholm'],
  ['RAR:Østjylland', 'RAR:Østjylland'],
  ['Region\u00a0Midtjylland', 'REG:082'],
  ['082', 'REG:082'],
  ['Danmark', 'DK'],
  ['Uoplyst område', 'UOPLYST'],
])('%j is the area %s', (name, code) => {
  expect(reference.area(name)?.code).toBe(code)
})

test.each(['', 'I alt', 'Østjylland', 'Viborg Amt', '82', '999', 'constructor'])(
  '%j is no area',
  (name) => {
    expect(reference.area(name)).toBeUndefined()
  },
)

test.each([
  ['Vibrog', 'Viborg'],
  ['Høje-Tastrup', 'Høje-Taastrup'],
  ['RAR Østjyland', 'RAR Østjylland'],
  ['Aarhus Komune', 'Aarhus'],
  ['Nordfyens', 'Nordfyns'],
  ['Capitol Region of Denmark', 'Region Hovedstaden'],
])('the nearest area to %j is %s', (name, nearest) => {
  expect(reference.nearestArea(name)?.name).toBe(nearest)
})

test('nothing is near to what is no area at all', () => {
  expect(reference.nearestArea('Sygedagpenge i alt')).toBeUndefined()
})

test('every municipality lies in one region and one labour market area, as many in each as there are', () => {
  const codes = new Set(rowsOf('area').map(({ area_code }) => area_code))
  const members = rowsOf('area_membership').filter(({ area_code }) => /^\d/.test(area_code ?? ''))
  expect(members.map(({ area_code }) => area_code).sort()).toEqual(
    rowsOf('area')
      .filter(({ kind }) => kind === 'municipality')
      .map(({ area_code }) => area_code)
      .sort(),
  )
  const counts: Record<string, number> = {}
  for (const { region_code, rar_code } of members) {
    for (const code of [region_code ?? '', rar_code ?? '']) {
      expect([code, codes.has(code)]).toEqual([code, true])
      counts[code] = (counts[code] ?? 0) + 1
    }
  }
  expect(counts).toEqual({
    ...{ 'REG:081': 11, 'REG:082': 19, 'REG:083': 22, 'REG:084': 29, 'REG:085': 17 },
    ...{ 'RAR:Hovedstaden': 28, 'RAR:Sjælland': 17, 'RAR:Sydjylland': 13, 'RAR:Østjylland': 12 },
    ...{ 'RAR:Nordjylland': 11, 'RAR:Fyn': 9, 'RAR:Vestjylland': 7, 'RAR:Bornholm': 1 },
  })
})

test('the set of eastern Jutland is the municipalities of that labour market area', () => {
  const members = rowsOf('area_membership').filter(({ rar_code }) => rar_code === 'RAR:Østjylland')
  const set = rowsOf('area_set').filter(({ set_code }) => set_code === 'OESTJYLLAND')
  expect(set.map(({ area_code }) => area_code).sort()).toEqual(
    members.map(({ area_code }) => area_code).sort(),
  )
})

test.each(['target_group', 'case_type'] as const)(
  'every label of a %s leads to a code that exists, in its own source’s words only',
  (list) => {
    const codes = new Set(rowsOf(list).map(({ code }) => code))
    for (const { source, label, code } of rowsOf('label').filter((row) => row.list === list)) {
      expect([label, codes.has(code ?? '')]).toEqual([label, true])
      expect([label, reference.code(list, source ?? '', label ?? '')]).toEqual([label, code])
      const isCode = codes.has(label ?? '')
      expect([label, reference.code(list, 'nobody', label ?? '')]).toEqual([
        label,
        isCode ? label : undefined,
      ])
    }
  },
)

test('a label is in one of the lists', () => {
  const lists = new Set(rowsOf('label').map(({ list }) => list))
  expect([...lists].sort()).toEqual(['case_type', 'target_group'])
})

test('a code is a label of itself in every source', () => {
  for (const list of ['target_group', 'kpi', 'case_type'] as const) {
    for (const { code } of rowsOf(list)) {
      expect([code, reference.code(list, 'plan', code ?? '')]).toEqual([code, code])
    }
  }
  expect(reference.code('kpi', 'plan', 'KTH')).toBeUndefined()
})

test('the labels of a source are as they stand in its file, else the codes', () => {
  const plan = rowsOf('label').filter(({ source }) => source === 'plan')
  expect(reference.labels('target_group', 'plan')).toEqual(plan.map(({ label }) => label))
  expect(reference.labels('target_group', 'nobody')).toContain('KTH-U30')
  expect(reference.labels('kpi', 'plan')).toHaveLength(rowsOf('kpi').length)
})

test.each([
  ['Køn', 'Køn i alt'],
  ['Køn', 'KØN  I ALT'],
  ['Køn', 'I alt'],
  ['Ydelsesgrupper', 'Ydelsesgrupper i alt'],
  ['Status før sygedagpenge', 'Status før sygedagpenge\u00a0i alt'],
  ['Køn', 'Alle'],
  ['_kon', 'Køn i alt'],
  ['Ydelsesgruppe', 'Ydelsesgrupper i alt'],
  ['Ydelsesgrupper', 'Alle ydelser'],
  ['A-kasse', 'A-kasser i alt'],
  ['Sagsart', 'Status før sygedagpenge i alt'],
  ['Alder', 'Alle aldre'],
  ['Dimittend', 'Ledige i alt'],
  ['Forlængelser af dagpengeperioden', 'Personer i alt'],
])('in the dimension %s, %j is in total', (dimension, member) => {
  expect(reference.isTotalMember(dimension, member)).toBe(true)
})

test.each([
  ['Tilbud', 'Nytteindsats i alt'],
  ['Køn', 'Herkomst i alt'],
  ['Køn', 'Ledige i alt'],
  ['Køn', 'Kvinder'],
  ['Køn', ''],
  ['Køn', 'i altid'],
  ['Køn', 'Alle ydelser'],
  ['Virksomhedspraktik', 'Offentlig virksomhedspraktik i alt'],
])('in the dimension %s, %j is a member like others', (dimension, member) => {
  expect(reference.isTotalMember(dimension, member)).toBe(false)
})

test('headings known to be dimensions are, whatever their case; measures are not', () => {
  for (const heading of ['Køn', 'ALDER', ' a-kasse ', 'Kontanthjælpssats', 'Ydelsesgrupper']) {
    expect([heading, reference.isDimensionHeading(heading)]).toEqual([heading, true])
  }
  for (const heading of ['Antal personer', 'Køn i alt', 'Gnsn. varighed (uger)', '']) {
    expect([heading, reference.isDimensionHeading(heading)]).toEqual([heading, false])
  }
})

test('a known member leads to the heading of its dimension, and a heading to what it is about', () => {
  expect(reference.dimensionOf('kvinder')).toBe('Køn')
  expect(reference.dimensionOf('Ydelsesgrupper i alt')).toBe('Ydelsesgrupper')
  expect(reference.dimensionOf('Jobafklaringsforløb')).toBe('Ydelsesgrupper')
  expect(reference.dimensionOf('Nytteindsats i alt')).toBeUndefined()
  expect(reference.conceptOf('_oprinda')).toBe(reference.conceptOf('Herkomst'))
  expect(reference.conceptOf('Antal personer')).toBeUndefined()
})

test('without any rows nothing is known and nothing fails', () => {
  const empty = buildReference(new Map())
  expect(empty.area('Viborg')).toBeUndefined()
  expect(empty.code('kpi', 'plan', 'share_temporary_support')).toBeUndefined()
  expect(empty.labels('kpi', 'plan')).toEqual([])
  expect(empty.isTotalMember('Køn', 'Køn i alt')).toBe(true)
})
