// How long a peer is listened to that says what is wrong, or too much: each answer tells it so, and in the end it is closed.

const invalidInARow = 20
const tooManyInARow = 100

interface Patient {
  /** Called once: nothing that the peer says counts any more. */
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

  /** Nothing that the peer says counts any more. */
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

  /** It said something that could be taken. */
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
