import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { Frame } from './frame.js'

const root = createRootRoute({ component: Outlet })
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./account/account-page.js'), 'SignInPage'),
})
const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./account/account-page.js'), 'SignUpPage'),
})
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame })
const dashboard = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('./dashboard/dashboard.js'), 'SpeedometerDashboard'),
})
const monitor = createRoute({
  getParentRoute: () => frame,
  path: '/monitors/$id',
  component: lazyRouteComponent(() => import('./monitor/monitor-detail.js'), 'MonitorDetail'),
})

/** The pages and their addresses. */
export const router = createRouter({
  routeTree: root.addChildren([signIn, signUp, frame.addChildren([dashboard, monitor])]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
