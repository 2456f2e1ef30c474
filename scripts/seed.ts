// The seed of every random test of a run: fixed in CI, so that a run can be had again; otherwise another each time.

/** TEST_SEED, or one that is made and put there for the processes of this run. */
export function testSeed(): number {
  const made = process.env['CI'] === undefined ? Date.now() % 1_000_000_000 : 20_260_101
  const seed = Number(process.env['TEST_SEED'] ?? made)
  process.env['TEST_SEED'] = String(seed)
  return seed
}
