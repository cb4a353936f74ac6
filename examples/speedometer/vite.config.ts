import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), tailwind()],
  resolve: { conditions: ['@telltale/source', 'module', 'browser', 'development|production'] },
  build: { outDir: 'dist', assetsInlineLimit: 0 },
})
