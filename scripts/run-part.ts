// Runs one part of the checks as a program of its own, with a limit on its time, and ends it when we are ended.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

const graceMs = 15_000

export interface Part {
  /** A package's name and its program there, or a path of ours. */
  program: [name: string, path: string] | string
  args: string[]
  limitMs: number
  env?: Record<string, string>
  /** Keep the output and give it back instead of showing it at once. */
  quiet?: boolean
}

export interface Outcome {
  ok: boolean
  output: string
}

/** Resolves however the program ends; never throws. */
export function runPart({ program, args, limitMs, env, quiet = false }: Part): Promise<Outcome> {
  const child = spawn(process.execPath, [pathOf(program), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  })
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))

  const end = () => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), graceMs).unref()
  }
  const limit = setTimeout(() => {
    output += `\nIt took longer than ${limitMs / 1000} s and was stopped.\n`
    end()
  }, limitMs)
  const stop = () => {
    end()
    child.once('close', () => process.exit(130))
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, stop)

  return new Promise((resolve) => {
    const finish = (ok: boolean) => {
      clearTimeout(limit)
      for (const signal of signals) process.off(signal, stop)
      resolve({ ok, output })
    }
    child.once('error', (error) => {
      output += `${error.message}\n`
      finish(false)
    })
    child.once('close', (code) => finish(code === 0))
  })
}

function pathOf(program: Part['program']): string {
  return typeof program === 'string' ? join(root, program) : join(root, 'node_modules', ...program)
}
