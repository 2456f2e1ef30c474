// The server actions of a room's forms.
import type { FormAction } from '#ui/form-state.ts'

export interface RoomActions {
  invite: FormAction
  leaveRoom: (form: FormData) => Promise<void>
  removeMember: (form: FormData) => Promise<void>
}
