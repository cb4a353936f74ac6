import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { currentTheme, showTheme } from '../../kit/web/theme.js'
import { router } from './router.js'
import './styles.css'

showTheme(currentTheme())
const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } })
const app = document.getElementById('app')
if (app)
  createRoot(app).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
