// PostgreSQL notification channels of inboxes; triggers and commands notify them (see prisma/migrations).

/** Sent when a visitor's link is withdrawn; the payload is the link's id. */
export const visitChannel = 'hubbub_visit'
/** Sent when a reply is to be handed over to a webhook. */
export const deliveryChannel = 'hubbub_delivery'
