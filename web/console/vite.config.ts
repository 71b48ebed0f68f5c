import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// The server embeds web/dist/console and serves it below /console/. Nothing is
// inlined: the page's Content-Security-Policy allows files of this host only.
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  server: {
    // While developing, the desk itself answers the API.
    proxy: { '/api': 'http://127.0.0.1:8420' },
  },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'] },
})
