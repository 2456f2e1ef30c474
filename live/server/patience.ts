// Limits invalid and rate-limited messages of a WebSocket client: each is answered with an error; too many in a row close it.

const invalidInARow = 20
const tooManyInARow = 100

interface Patient {
  /** Called once: further messages of the peer are ignored. */
  giveUp(reason: string): void
}

export class Patience {
  readonly #patient: Patient
  #invalid = 0
  #tooMany = 0
  #ended = false

  constructor(patient: Patient) {
    this.#patient = patient
  }

  /** Whether the peer's messages are ignored from now on. */
  get ended(): boolean {
    return this.#ended
  }

  invalid(): void {
    this.#invalid += 1
    if (this.#invalid >= invalidInARow) this.#over('too many invalid messages')
  }

  tooMany(): void {
    this.#tooMany += 1
    if (this.#tooMany >= tooManyInARow) this.#over('too many messages')
  }

  /** A message was accepted: the counts start again. */
  taken(): void {
    this.#invalid = 0
    this.#tooMany = 0
  }

  #over(reason: string): void {
    if (this.#ended) return
    this.#ended = true
    this.#patient.giveUp(reason)
  }
}
