// Who acts and reads. Apps have more of them than the engine needs: it hands on what it was given.

export interface Actor {
  readonly id: string
}
