// Processes many rows in batches.

const atOnce = 100

/** `work` returns how many rows it has processed, at most `atOnce`; fewer than `atOnce` ends the loop. */
export async function inStrides(work: (atOnce: number) => Promise<number>): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop
  while ((await work(atOnce)) === atOnce);
}
