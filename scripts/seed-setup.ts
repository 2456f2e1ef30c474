// Vitest's setup of every test file: fast-check takes the run's seed.
import fc from 'fast-check'
import { testSeed } from './seed.ts'

fc.configureGlobal({ seed: testSeed() })
