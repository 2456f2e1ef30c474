// Every case of `npm run attack`: one more is one more entry in one of these lists.
import type { Case } from './attack.ts'
import { draftCases } from './cases/drafts.ts'
import { liveCases } from './cases/live.ts'
import { pageCases } from './cases/pages.ts'

export const cases: readonly Case[] = [...liveCases, ...pageCases, ...draftCases]
