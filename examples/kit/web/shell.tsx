import { LogOut, Moon, Sun } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from './button.js'
import { chooseTheme, currentTheme } from './theme.js'

/** Properties of {@link Shell}. */
export interface ShellProps {
  /** The name and the mark of the app. */
  readonly brand: ReactNode
  /** The links to its pages. */
  readonly links: ReactNode
  /** The name of who is signed in. */
  readonly user: string
  onSignOut(): void
  readonly children: ReactNode
}

/** The frame of every page: the brand, the links, the reader's own corner, and the page. */
export function Shell({ brand, links, user, onSignOut, children }: ShellProps) {
  return (
    <>
      <a
        href="#page"
        className="sr-only rounded-lg bg-accent px-3 py-2 text-sm text-on-accent focus:not-sr-only focus:fixed focus:left-3 focus:top-3 focus:z-20"
      >
        Skip to the page
      </a>
      <header className="sticky top-0 z-10 border-b border-line bg-canvas/85 backdrop-blur">
        <div className="mx-auto flex h-14 max-w-6xl items-center gap-6 px-4 sm:px-6">
          {brand}
          <nav aria-label="Pages" className="flex flex-1 items-center gap-1 overflow-x-auto text-sm">
            {links}
          </nav>
          <span className="hidden text-sm text-muted sm:block">{user}</span>
          <ThemeButton />
          <Button look="quiet" className="px-2" aria-label="Sign out" onClick={onSignOut}>
            <LogOut className="size-4" aria-hidden />
          </Button>
        </div>
      </header>
      <main id="page" className="mx-auto max-w-6xl px-4 py-8 sm:px-6">
        {children}
      </main>
    </>
  )
}

function ThemeButton() {
  const [theme, setTheme] = useState(currentTheme)
  const other = theme === 'dark' ? 'light' : 'dark'
  const Picture = theme === 'dark' ? Sun : Moon
  const change = () => {
    chooseTheme(other)
    setTheme(other)
  }
  return (
    <Button look="quiet" className="px-2" aria-label={`Show the ${other} theme`} onClick={change}>
      <Picture className="size-4" aria-hidden />
    </Button>
  )
}
