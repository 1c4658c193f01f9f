import type pg from 'pg'

/** Brings the committed dump up to date. */
export const dumpCommand = 'npx tsx scripts/schema-dump.ts'

/** Where the dump is committed, from the project's root. */
export const dumpFile = 'prisma/schema.sql'

const tablesSql = `
SELECT c.relname AS name, c.relkind = 'p' AS partitioned, pg_get_partkeydef(c.oid) AS key, c.reloptions AS options,
  (SELECT json_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                   CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attnum)
   FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
  (SELECT json_agg(concat_ws(' ', 'CONSTRAINT', quote_ident(o.conname), pg_get_constraintdef(o.oid)) ORDER BY o.conname)
   FROM pg_constraint o WHERE o.conrelid = c.oid AND o.contype <> 'n') AS constraints,
  (SELECT json_agg(pg_get_indexdef(i.indexrelid) ORDER BY i.indexrelid::regclass::text)
   FROM pg_index i WHERE i.indrelid = c.oid
     AND NOT EXISTS (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid)) AS indexes
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
ORDER BY c.relname`

interface Table {
  readonly name: string
  readonly partitioned: boolean
  readonly key: string | null
  readonly options: readonly string[] | null
  readonly columns: readonly string[]
  readonly constraints: readonly string[] | null
  readonly indexes: readonly string[] | null
}

/**
 * The schema as the migrations make it, as text that is the same wherever it is read, so that a review sees what a
 * migration does. Partitions of the log come and go, and are left out.
 */
export async function dumpSchema(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Table>(tablesSql)
  const head = `-- The schema that prisma/migrations make. Written by: ${dumpCommand}\n`
  return [head, ...rows.map(tableText)].join('\n')
}

function tableText({ name, key, options, columns, constraints, indexes }: Table): string {
  const body = [...columns, ...(constraints ?? [])].map((line) => `    ${line}`).join(',\n')
  const partition = key === null ? '' : ` PARTITION BY ${key}`
  const storage = options === null ? '' : ` WITH (${options.join(', ')})`
  const rest = (indexes ?? []).map((index) => `${index};\n`).join('')
  return `CREATE TABLE ${name} (\n${body}\n)${partition}${storage};\n${rest}`
}
