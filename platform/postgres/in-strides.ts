// Work over many rows, some at a time: an old site may have very many.

const atOnce = 100

/** `work` says how many rows it has done, of at most `atOnce`; fewer than that are the last ones. */
export async function inStrides(work: (atOnce: number) => Promise<number>): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop
  while ((await work(atOnce)) === atOnce);
}
