// What a key costs in a composer that holds a long text, beside a bare field with the same text in the same page.
import { onPhone } from './phone.ts'
import { record } from './results.ts'

const line = 'a word and a line\n'
const sizes = [18_000, 180_000]

export async function typing(): Promise<void> {
  await onPhone(
    () => undefined,
    async ({ page }) => {
      const field = page.getByRole('textbox', { name: 'Your post' })
      const figures: Record<string, { composer: number; bare: number }> = {}
      for (const size of sizes) {
        const cost = await field.evaluate(costBesideBareField, line.repeat(size / line.length))
        figures[size] = cost
        console.log(
          `  a key in a text of ${size / 1000} kB: ${cost.composer.toFixed(1)} ms, in a bare field ${cost.bare.toFixed(1)} ms (${(cost.composer / cost.bare).toFixed(2)} ×)`,
        )
      }
      record('typing', figures)
    },
  )
}

/** Median milliseconds of a key with its frame, in a composer and in a bare field of the same size beside it. */
async function costBesideBareField(
  composer: HTMLElement,
  text: string,
): Promise<{ composer: number; bare: number }> {
  const bare = document.createElement('textarea')
  bare.style.cssText = `width:${composer.offsetWidth}px;height:40vh;font:${getComputedStyle(composer).font}`
  document.body.append(bare)
  const frame = (): Promise<unknown> =>
    new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  const measure = async (field: HTMLElement): Promise<number> => {
    field.focus()
    if (field instanceof HTMLTextAreaElement) field.value = ''
    document.execCommand('insertText', false, text)
    const times: number[] = []
    for (let count = 0; count < 7; count += 1) {
      await frame()
      const before = performance.now()
      document.execCommand('insertText', false, 'x')
      await frame()
      times.push(performance.now() - before)
    }
    return times.sort((a, b) => a - b)[3] ?? Number.NaN
  }
  const result = { composer: await measure(composer), bare: await measure(bare) }
  bare.remove()
  return result
}
