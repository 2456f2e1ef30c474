// Compares two texts line by line, in a thread of its own: it takes long where nearly everything is different.
import { parentPort } from 'node:worker_threads'
import { diffLines } from 'diff'

parentPort?.once('message', ([before, after]) => {
  parentPort?.postMessage(diffLines(before, after))
})
parentPort?.postMessage('ready')
