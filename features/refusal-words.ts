// What a refusal is about, in the words of the pages. On the wire it names a field ("handles: names nobody"), for
// programs; a person never sees that name.

const subjects: Record<string, string> = {
  bio: 'What you wrote about yourself',
  body: 'The text',
  emoji: 'The reaction',
  handle: 'The handle',
  handles: 'The list of people',
  kind: 'The kind of room',
  name: 'The name',
  webhookUrl: 'The address',
}

const named = /^([a-z][A-Za-z]*)((?:\.\w+)*): (.+)$/s
/** How a field's own fault goes on after its name; anything else is a sentence by itself. */
const predicate = /^(is|has|holds|names) /

export interface Worded {
  /** The field that it is about; null when it is about the whole. */
  field: string | null
  sentence: string
}

/** A refusal's message as a sentence for a person. */
export function inWords(message: string): Worded {
  const [, field, path, fault] = named.exec(message) ?? []
  if (field === undefined || fault === undefined) return { field: null, sentence: message }
  const end = /[.!?]$/.test(fault) ? '' : '.'
  if (!predicate.test(fault)) {
    return { field, sentence: `${fault.charAt(0).toUpperCase()}${fault.slice(1)}${end}` }
  }
  // One of several is called by the name of one.
  const subject = subjects[path === '' ? field : field.replace(/s$/, '')]
  if (subject === undefined) {
    // Nothing that the person wrote: a program's mistake.
    return { field: null, sentence: 'That could not be done as it was asked. Please try again.' }
  }
  return { field, sentence: `${subject} ${fault}${end}` }
}
