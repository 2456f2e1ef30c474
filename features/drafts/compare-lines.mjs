// Compares two texts line by line, in a worker thread: it takes long where nearly everything differs.
import { parentPort } from 'node:worker_threads'
import { diffLines } from 'diff'

parentPort?.once('message', ([before, after]) => {
  parentPort?.postMessage(diffLines(before, after))
})
parentPort?.postMessage('ready')
