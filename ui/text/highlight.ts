// Splits code into coloured parts. Large: loaded only for code in a known language.
import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import lua from 'highlight.js/lib/languages/lua'
import makefile from 'highlight.js/lib/languages/makefile'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import shell from 'highlight.js/lib/languages/shell'
import sql from 'highlight.js/lib/languages/sql'
import swift from 'highlight.js/lib/languages/swift'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import { Kept } from '#platform/text/kept.ts'

const grammars = {
  bash,
  c,
  cpp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  lua,
  makefile,
  php,
  python,
  ruby,
  rust,
  shell,
  sql,
  swift,
  typescript,
  xml,
  yaml,
}
const lowlight = createLowlight(grammars)

const kinds: Record<string, string> = {
  keyword: 'keyword',
  literal: 'number',
  number: 'number',
  symbol: 'number',
  string: 'string',
  regexp: 'string',
  addition: 'string',
  char: 'string',
  link: 'string',
  type: 'type',
  built_in: 'type',
  class: 'type',
  attr: 'type',
  attribute: 'type',
  property: 'type',
  title: 'function',
  section: 'function',
  name: 'keyword',
  'selector-tag': 'keyword',
  'selector-class': 'function',
  'selector-id': 'function',
  deletion: 'deletion',
  comment: 'comment',
  quote: 'comment',
  meta: 'comment',
  doctag: 'comment',
}

interface Part {
  /** Empty for text without a colour of its own. */
  kind: string
  text: string
}

type Tree = ReturnType<typeof lowlight.highlight>
type Child = Tree['children'][number]

const kept = new Kept<Part[]>(100)

/** The parts of the code in order; together they are the whole code. */
export function highlight(language: string, text: string): Part[] {
  return kept.get(`${language}\n${text}`, () => {
    const name = language.toLowerCase()
    if (!lowlight.registered(name)) return [{ kind: '', text }]
    const parts: Part[] = []
    for (const child of lowlight.highlight(name, text).children) addParts(parts, child, '')
    return parts
  })
}

function addParts(parts: Part[], node: Child, around: string): void {
  if (node.type === 'text') {
    const last = parts.at(-1)
    if (last?.kind === around) last.text += node.value
    else parts.push({ kind: around, text: node.value })
  }
  if (node.type !== 'element') return
  const [first = ''] = Array.isArray(node.properties.className) ? node.properties.className : []
  const kind = kinds[String(first).replace('hljs-', '')] ?? around
  for (const child of node.children) addParts(parts, child, kind)
}
