// Turns an error into the words that pages show. On the wire it names a field ("handles: names nobody"), for programs; people never see that name.

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
/** The start of a message that continues the field's name; any other message is a whole sentence. */
const predicate = /^(is|has|holds|names) /

export interface Worded {
  /** The field with the error; null when it is about the whole form. */
  field: string | null
  sentence: string
}

/** An error's message as a sentence for a person. */
export function inWords(message: string): Worded {
  const [, field, path, fault] = named.exec(message) ?? []
  if (field === undefined || fault === undefined) return { field: null, sentence: message }
  const end = /[.!?]$/.test(fault) ? '' : '.'
  if (!predicate.test(fault)) {
    return { field, sentence: `${fault.charAt(0).toUpperCase()}${fault.slice(1)}${end}` }
  }
  // An item of a list field is named in the singular.
  const subject = subjects[path === '' ? field : field.replace(/s$/, '')]
  if (subject === undefined) {
    // About nothing that the person wrote: a bug in a program.
    return { field: null, sentence: 'That could not be done as it was asked. Please try again.' }
  }
  return { field, sentence: `${subject} ${fault}${end}` }
}
