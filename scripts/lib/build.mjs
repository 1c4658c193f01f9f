import { at, bin, must, step } from './run.mjs'
import { once } from './stamp.mjs'

const always = ['package-lock.json', 'tsconfig.json', 'scripts/lib/build.mjs']
const schema = ['prisma/schema.prisma', 'prisma.config.ts']

/** Generates the Prisma client from the schema. */
export const ensureGenerated = () =>
  once('prisma/generated/.stamp', [...always, ...schema], () =>
    step('Generating the database client', () =>
      must('prisma generate', ...bin('prisma/build/index.js', 'generate'), { quiet: true }),
    ),
  )

/** Bundles the server, with pages and (for tests and benchmarks) without, into dist/. Packages stay outside. */
export const ensureServer = () =>
  once('dist/.stamp', [...always, ...schema, 'server', 'lib'], () =>
    step('Building the server', async () => {
      const { build, stop } = await import('esbuild')
      await build({
        absWorkingDir: at(),
        entryPoints: { server: 'server/main.ts', headless: 'server/testing/headless.ts' },
        outdir: 'dist',
        bundle: true,
        splitting: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        packages: 'external',
        sourcemap: true,
        logLevel: 'warning',
      })
      // Its helper process would live as long as the server.
      await stop()
    }),
  )

/** Builds the dashboard with Next. */
export const ensurePages = () =>
  once(
    '.next/holdline-stamp',
    [
      ...always,
      'app',
      'components',
      'lib',
      'public',
      'instrumentation-client.ts',
      'next.config.js',
      'postcss.config.mjs',
    ],
    () =>
      step('Building the dashboard', () =>
        must('next build', ...bin('next/dist/bin/next', 'build'), {
          quiet: true,
          env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
        }),
      ),
  )
