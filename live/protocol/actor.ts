// The engine's type of user. Apps add fields of their own, which the engine passes through.

export interface Actor {
  readonly id: string
}
