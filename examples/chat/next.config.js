/** @type {import('next').NextConfig} */
export default {
  // What runs on the server is no part of the bundles.
  serverExternalPackages: ['pg', 'pino', 'ws'],
  turbopack: { root: import.meta.dirname },
}
