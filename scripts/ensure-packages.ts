// Sees to it that programs of the system are there which tests talk to: Debian's packages, by apt-get.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const limitMs = 180_000
const aptGet = '/usr/bin/apt-get'

/** Package → a file that is there when it is installed. */
const packages = {
  curl: '/usr/bin/curl',
  nginx: '/usr/sbin/nginx',
  caddy: '/usr/bin/caddy',
  'python3-websockets': '/usr/lib/python3/dist-packages/websockets',
} as const
type PackageName = keyof typeof packages

/**
 * Whether what a test needs is there. Where it is not, the test is left out and says so; on continuous
 * integration it is run all the same, and fails.
 */
export function mustHave(name: PackageName): boolean {
  if (hasPackage(name) || process.env['CI'] !== undefined) return true
  console.log(`not tested: ${name} is not installed`)
  return false
}

function hasPackage(name: PackageName): boolean {
  return existsSync(packages[name])
}

/** Installs what is missing, where that is possible. None of it is started. */
export function ensurePackages(): void {
  const missing = (Object.keys(packages) as PackageName[]).filter((name) => !hasPackage(name))
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync(aptGet)) return
  console.log(`Installing ${missing.join(', ')} …`)
  run(['update', '-qq'])
  run(['install', '-y', '-qq', '--no-install-recommends', ...missing])
}

function run(args: string[]): void {
  // Debian starts the services that it installs, unless this says no.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  spawnSync(aptGet, args, { env, timeout: limitMs, stdio: ['ignore', 'ignore', 'inherit'] })
}
