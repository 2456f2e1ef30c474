// Compares two texts line by line, in a thread of its own: it takes long where nearly everything is different.
import { parentPort, workerData } from 'node:worker_threads'
import { diffLines } from 'diff'

const [before, after] = workerData
parentPort?.postMessage(diffLines(before, after))
