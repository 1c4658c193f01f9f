import { defineConfig } from 'prisma/config'

/**
 * `generate` looks for the schema engine, and downloads it where it is missing, but never starts it. Naming any
 * executable keeps an installation to the npm registry alone.
 */
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only people's own `prisma migrate …` and `studio` need it; the server migrates by itself.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost:5432/holdline' },
})
