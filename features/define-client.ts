// What is one for all features in the browser: what people have beside their ids.
import { clientWith } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'

export const { clientFor, partFor } = clientWith<Author>()
