// Reads {documents, queries, fields, most} as JSON, answers with the keys found for each query, best first.
// MiniSearch as its manual advises: beginnings, typing errors, fields that count more, accents folded; the fields of the
// reader's language count more than those of others.
import MiniSearch from 'minisearch'
import { readFileSync } from 'node:fs'

const { documents, queries, fields, most } = JSON.parse(readFileSync(0, 'utf8'))
const folded = (term) => term.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
const engine = new MiniSearch({ idField: 'key', fields: fields.map(({ name }) => name), processTerm: folded })
engine.addAll(documents)

const OWN_LANGUAGE = 2
const answers = queries.map(({ q, locale }) => {
  const own = (name) => (name.endsWith(`_${locale}`) ? OWN_LANGUAGE : 1)
  const boost = Object.fromEntries(fields.map(({ name, boost }) => [name, boost * own(name)]))
  const found = engine.search(q, { boost, prefix: (term) => term.length > 2, fuzzy: (term) => (term.length > 3 ? 0.25 : false) })
  return found.slice(0, most).map(({ id }) => id)
})
process.stdout.write(JSON.stringify(answers))
