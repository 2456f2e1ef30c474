// Says in one sentence when a Node that is too old runs this. Any Node from 20.19 on installs Hubbub, which brings the
// one that npm's scripts then find first (docs/decisions/034): this file is read by either.
const oldest = [24, 12]

/** The sentence for a version of Node (as `process.versions.node`) that cannot run Hubbub, or null. */
export function problemOf(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return null
  return `Hubbub runs on Node.js ${oldest.join('.')} or later, and this is ${version}: start it by npm (\`npm ci\`, then \`npm start\`), which takes the Node.js that came with it, or install a current one.`
}

const problem = problemOf(process.versions.node)
if (problem !== null) {
  console.error(problem)
  process.exit(1)
}
