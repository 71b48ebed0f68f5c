// Holds the console to its first-load budget: what a person downloads before
// the first screen works may weigh at most 250 kB compressed.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 250 * 1000
const root = new URL('../../dist/console/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', root), 'utf8'))
const files = new Set()

function take(key) {
  const chunk = manifest[key]
  if (!chunk || files.has(chunk.file)) return
  files.add(chunk.file)
  for (const css of chunk.css ?? []) files.add(css)
  // Text is set in Inter at once; the mono font loads only where a log line is shown.
  for (const asset of chunk.assets ?? []) if (!asset.includes('mono')) files.add(asset)
  for (const next of chunk.imports ?? []) take(next)
}
take('index.html')

let total = 0
for (const file of files) {
  const body = readFileSync(new URL(file, root))
  const size = file.endsWith('.woff2') ? body.length : gzipSync(body, { level: 9 }).length
  total += size
  console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  ${file}`)
}
console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  first load, of ${limit / 1000} kB`)
if (total > limit) {
  console.error('The first load is over its budget.')
  process.exit(1)
}
