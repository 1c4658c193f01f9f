/** @type {import('next').NextConfig} */
const config = {
  // `tsc` checks the types, in `npm run check`: Next's own check needs a compiler API that TypeScript 7 does not have.
  typescript: { ignoreBuildErrors: true },
  // The dashboard is served by the broker's own server, beside other things: no header that names a framework.
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Named, so that a lockfile somewhere above the clone is not taken for the root.
  turbopack: { root: import.meta.dirname },
}

export default config
