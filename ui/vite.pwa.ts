import type { PluginOption } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

/**
 * The installable shell: scripts, styles and fonts. Answers of the server are not its business: src/app/keep.ts keeps
 * what was seen last and wipes it at signing out, so that nothing about a person stays on a shared device.
 */
export function pwa(): PluginOption {
  return VitePWA({
    registerType: 'prompt',
    injectRegister: false,
    manifest: {
      name: 'Контора',
      short_name: 'Контора',
      lang: 'ru',
      start_url: '/',
      display: 'standalone',
      background_color: '#ffffff',
      theme_color: '#2a47a8',
      icons: [
        { src: '/icons/k-192.png', sizes: '192x192', type: 'image/png' },
        { src: '/icons/k-512.png', sizes: '512x512', type: 'image/png' },
        { src: '/icons/k-512-mask.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ],
    },
    workbox: {
      globPatterns: ['index.html', 'assets/*.{js,css}', 'assets/golos-*.woff2', 'icons/*.{svg,png}'],
      globIgnores: ['**/studio-*'],
      navigateFallback: '/index.html',
      navigateFallbackDenylist: [/^\/api\//, /^\/_\//],
      cleanupOutdatedCaches: true,
      importScripts: ['/push.js'],
      clientsClaim: false,
      skipWaiting: false,
    },
  })
}
