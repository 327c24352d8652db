import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { catalogue } from './vite.catalogue.ts'
import { pwa } from './vite.pwa.ts'

// The server of the engine in development; the built files are served by it.
const server = process.env.KONTORA_URL ?? 'http://127.0.0.1:8090'

export default defineConfig({
  plugins: [catalogue(), react(), pwa()],
  build: {
    target: 'es2023',
    sourcemap: false,
    chunkSizeWarningLimit: 700,
    assetsInlineLimit: 0,
    manifest: true, // scripts/budget.mjs reads what the first route needs
  },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/lib/test-setup.ts'],
    env: { TZ: 'UTC' },
  },
})
