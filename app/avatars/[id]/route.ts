// GET /avatars/<id>: an uploaded avatar. Its URL has a version, so that it may be cached for good.
import { readAvatar } from '#features/profiles/queries.ts'
import { site } from '#server/site.ts'

const year = 31_536_000

export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const avatar = await readAvatar(site().db, (await params).id)
  const safe = { 'X-Content-Type-Options': 'nosniff' }
  if (!avatar) return new Response('There is no such picture.', { status: 404, headers: safe })
  const versioned = new URL(request.url).searchParams.has('v')
  return new Response(Uint8Array.from(avatar.bytes), {
    headers: {
      ...safe,
      'Content-Type': avatar.type,
      'Content-Security-Policy': "default-src 'none'",
      'Cache-Control': versioned ? `public, max-age=${year}, immutable` : 'public, max-age=60',
    },
  })
}
