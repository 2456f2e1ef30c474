// The engine's public API for both sides: feature definitions and their types.
export { defineFeature } from './protocol/feature.ts'
export type {
  AnswerFor,
  CommandName,
  Data,
  EventFor,
  Feature,
  Input,
  Own,
  Part,
  Result,
  Snapshot,
  Topic,
} from './protocol/feature.ts'
export { Refusal } from '../platform/errors.ts'
