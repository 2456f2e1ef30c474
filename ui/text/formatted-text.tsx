// Renders Markdown: paragraphs, headings, lists, quotes and code, with the lines as they were written.
'use client'
import { Fragment } from 'react'
import { readText } from '#platform/text/read-text.ts'
import type { Block, Item } from '#platform/text/read-text.ts'
import { CodeBlock } from './code-block.tsx'
import { Note } from './note.tsx'
import { Words } from './words.tsx'

const headings = ['h3', 'h4', 'h5', 'h6', 'h6', 'h6'] as const
const sizes = ['text-[1.25em]', 'text-[1.125em]']

export function FormattedText({ text, note }: { text: string; note: string | undefined }) {
  return <Blocks blocks={readText(text)} note={note} isOutermost />
}

/** Each outermost block has its own direction; nested blocks take that of their list item or quote. */
function Blocks({
  blocks,
  note,
  isOutermost = false,
}: {
  blocks: readonly Block[]
  note?: string | undefined
  isOutermost?: boolean
}) {
  const last = blocks.at(-1)
  return (
    <>
      {blocks.map((block, index) => (
        <Fragment key={index}>
          {'\n'.repeat(block.blank)}
          <OneBlock
            block={block}
            dir={isOutermost ? 'auto' : undefined}
            note={block === last && block.kind === 'paragraph' ? note : undefined}
          />
        </Fragment>
      ))}
      {note && last?.kind !== 'paragraph' ? (
        <p>
          <Note note={note} />
        </p>
      ) : null}
    </>
  )
}

function OneBlock({
  block,
  dir,
  note,
}: {
  block: Block
  dir: 'auto' | undefined
  note: string | undefined
}) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir={dir}>
          <Words words={block.words} />
          <Note note={note} />
        </p>
      )
    case 'heading': {
      const Heading = headings[block.level - 1] ?? 'h6'
      return (
        <Heading dir={dir} className={`font-semibold ${sizes[block.level - 1] ?? ''}`}>
          <Words words={block.words} />
        </Heading>
      )
    }
    case 'quote':
      return (
        <blockquote dir="auto" className="border-s-2 border-edge ps-3">
          <Blocks blocks={block.blocks} />
        </blockquote>
      )
    case 'list':
      return <List ordered={block.ordered} items={block.items} />
    case 'code':
      return <CodeBlock language={block.language} text={block.text} />
    default:
      return block satisfies never
  }
}

function List({ ordered, items }: { ordered: '.' | ')' | null; items: readonly Item[] }) {
  if (ordered === null) {
    return (
      <ul className="list-disc">
        {items.map((item, index) => (
          <li key={index} dir="auto" className="ms-6">
            <ItemBlocks items={items} index={index} />
          </li>
        ))}
      </ul>
    )
  }
  const isWide = items.some(({ value }) => value > 99)
  return (
    <ol className="list-decimal">
      {items.map(({ value }, index) => (
        <li
          key={index}
          dir="auto"
          value={value}
          className={isWide ? 'ms-11' : 'ms-8'}
          style={ordered === ')' ? { listStyleType: `"${value}) "` } : undefined}
        >
          <ItemBlocks items={items} index={index} />
        </li>
      ))}
    </ol>
  )
}

/** A list item, with the blank lines before the next one. */
function ItemBlocks({ items, index }: { items: readonly Item[]; index: number }) {
  return (
    <>
      <Blocks blocks={items[index]?.blocks ?? []} />
      {'\n'.repeat(items[index + 1]?.blank ?? 0)}
    </>
  )
}
