/** Owns how JSON that a service answers with when it refuses is told from data. */

const DATA_FIELDS = ['columns', 'rows', 'data', 'dataset', 'dimension', 'header', 'variables']
const ERROR_FIELDS = ['cause', 'error', 'errors', 'message', 'detail']

/**
 * What a JSON value is as an answer that refuses, in words: `et JSON-fejlsvar med kode 422`; nothing when it is not one.
 * @param isAlone it is all that the file holds, so an error's field is enough; among rows it must also have the code
 */
export function errorAnswer(body: unknown, isAlone = false): string | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  const fields = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]))
  if (DATA_FIELDS.some((name) => fields.has(name))) return undefined
  const code: unknown = fields.get('code') ?? fields.get('status')
  const hasCode = Number.isInteger(code) && Number(code) >= 400 && Number(code) < 600
  const hasField = ERROR_FIELDS.some((name) => fields.has(name))
  if (isAlone ? !hasCode && !hasField : !hasCode || !hasField) return undefined
  return hasCode ? `et JSON-fejlsvar med kode ${code}` : 'et JSON-fejlsvar'
}
