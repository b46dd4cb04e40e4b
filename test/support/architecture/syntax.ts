/** Owns the syntax trees of source files, flattened: every node with the lines it stands on. */
import { parseSync } from '@swc/core'

export interface SyntaxNode {
  readonly type: string
  readonly line: number
  readonly lines: number
  /** The node's own fields; child nodes are in the list too. */
  readonly fields: Readonly<Record<string, unknown>>
}

export interface Import {
  readonly from: string
  readonly line: number
  /** Only types: nothing of it is left when the program runs. */
  readonly isTypeOnly: boolean
}

const parsed = new Map<string, readonly SyntaxNode[]>()

/** Every node of a TypeScript (or JavaScript) text; the same text is parsed once. */
export function nodesOf(text: string): readonly SyntaxNode[] {
  const known = parsed.get(text)
  if (known) return known
  const nodes = parse(text)
  parsed.set(text, nodes)
  return nodes
}

function parse(text: string): readonly SyntaxNode[] {
  // Spans count bytes from wherever the parser last stopped; the semicolon marks where this text begins.
  const tree = parseSync(`;${text.replace(/^#!/, '//')}`, {
    syntax: 'typescript',
    target: 'es2022',
  })
  const ends = newlines(text)
  const lineAt = (position: number) =>
    1 + ends.filter((end) => end < position - tree.span.start - 1).length
  const nodes: SyntaxNode[] = []
  walk(tree, (fields, { start, end }) => {
    const line = lineAt(start)
    nodes.push({ type: String(fields.type), line, lines: lineAt(end - 1) - line + 1, fields })
  })
  return nodes
}

function newlines(text: string): readonly number[] {
  return [...Buffer.from(text)].flatMap((byte, position) => (byte === 10 ? [position] : []))
}

interface Span {
  readonly start: number
  readonly end: number
}

function walk(value: unknown, visit: (fields: Record<string, unknown>, span: Span) => void): void {
  if (typeof value !== 'object' || value === null) return
  const fields = value as Record<string, unknown>
  const span = fields.span as Span | undefined
  if (typeof fields.type === 'string' && span) visit(fields, span)
  for (const child of Object.values(fields)) walk(child, visit)
}

/** What a file imports or passes on, dynamic imports included. */
export function importsOf(text: string): readonly Import[] {
  return nodesOf(text).flatMap(({ type, line, fields }) => {
    const source = type === 'CallExpression' ? dynamicSource(fields) : fields.source
    if (!/^(Import|Export\w*)Declaration$|^CallExpression$/.test(type) || !source) return []
    const { value } = source as { value: string }
    return [{ from: value, line, isTypeOnly: isTypeOnly(fields) }]
  })
}

function dynamicSource(fields: SyntaxNode['fields']): unknown {
  const { callee } = fields as { callee: { type: string } }
  const [first] = fields.arguments as { expression: { type: string } }[]
  return callee.type === 'Import' && first?.expression.type === 'StringLiteral'
    ? first.expression
    : undefined
}

function isTypeOnly(fields: SyntaxNode['fields']): boolean {
  const specifiers = (fields.specifiers ?? []) as { isTypeOnly?: boolean }[]
  return (
    fields.typeOnly === true ||
    (specifiers.length > 0 && specifiers.every((specifier) => specifier.isTypeOnly === true))
  )
}

/** The text of an identifier or string literal, and of a template's fixed parts. */
export function wordOf({ type, fields }: SyntaxNode): string | undefined {
  if (type === 'Identifier' || type === 'StringLiteral') return String(fields.value)
  return type === 'TemplateElement' ? String(fields.raw) : undefined
}
