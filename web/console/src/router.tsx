import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import {
  type HandoversSearch,
  type LessonsSearch,
  queueSearch,
  type ShiftsSearch,
  type TicketSearch,
  word,
} from './address'
import { QueueScreen } from './screens/queue/QueueScreen'
import { NotHere } from './shell/NotHere'
import { Shell } from './shell/Shell'

/**
 * The map of the console. The queue, where a shift begins, is loaded at once;
 * everything else when somebody is about to go there.
 */

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotHere })

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): { to?: string } => ({ to: word(raw.to) }),
  component: lazyRouteComponent(() => import('./screens/signin/SignInScreen'), 'SignInScreen'),
})

const shell = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell })

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/queue/$scope', params: { scope: 'mine' } })
  },
})

const queue = createRoute({
  getParentRoute: () => shell,
  path: '/queue/$scope',
  validateSearch: queueSearch,
  component: QueueScreen,
})

const ticket = createRoute({
  getParentRoute: () => shell,
  path: '/tickets/$ref',
  validateSearch: (raw: Record<string, unknown>): TicketSearch => ({ do: word(raw.do) }),
  component: lazyRouteComponent(() => import('./screens/ticket/TicketScreen'), 'TicketScreen'),
})

const handovers = createRoute({
  getParentRoute: () => shell,
  path: '/handovers',
  validateSearch: (raw: Record<string, unknown>): HandoversSearch => ({
    box: word(raw.box),
    at: word(raw.at),
  }),
  component: lazyRouteComponent(() => import('./screens/inbox/InboxScreen'), 'InboxScreen'),
})

const incidents = createRoute({
  getParentRoute: () => shell,
  path: '/incidents',
  component: lazyRouteComponent(() => import('./screens/incidents/IncidentsScreen'), 'IncidentsScreen'),
})

const lessons = createRoute({
  getParentRoute: () => shell,
  path: '/lessons',
  validateSearch: (raw: Record<string, unknown>): LessonsSearch => ({ state: word(raw.state) }),
  component: lazyRouteComponent(() => import('./screens/lessons/LessonsScreen'), 'LessonsScreen'),
})

const knowHow = createRoute({
  getParentRoute: () => shell,
  path: '/know-how',
  validateSearch: (raw: Record<string, unknown>): { person?: string } => ({ person: word(raw.person) }),
  component: lazyRouteComponent(() => import('./screens/knowhow/KnowHowScreen'), 'KnowHowScreen'),
})

const shifts = createRoute({
  getParentRoute: () => shell,
  path: '/shifts',
  validateSearch: (raw: Record<string, unknown>): ShiftsSearch => ({
    week: word(raw.week),
    team: word(raw.team),
  }),
  component: lazyRouteComponent(() => import('./screens/shifts/ShiftsScreen'), 'ShiftsScreen'),
})

const vendors = createRoute({
  getParentRoute: () => shell,
  path: '/vendors',
  component: lazyRouteComponent(() => import('./screens/vendor/VendorsScreen'), 'VendorsScreen'),
})

const newTicket = createRoute({
  getParentRoute: () => shell,
  path: '/new',
  component: lazyRouteComponent(() => import('./screens/new/NewTicketScreen'), 'NewTicketScreen'),
})

const settingsHome = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'account' } })
  },
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./screens/settings/SettingsScreen'), 'SettingsScreen'),
})

// The chosen record is a part of the address; the section's screen stays and shows it.
const settingsItem = createRoute({ getParentRoute: () => settings, path: '/$item' })

const routeTree = rootRoute.addChildren([
  signIn,
  shell.addChildren([
    home,
    queue,
    ticket,
    handovers,
    lessons,
    vendors,
    shifts,
    knowHow,
    incidents,
    newTicket,
    settingsHome,
    settings.addChildren([settingsItem]),
  ]),
])

export const router = createRouter({
  routeTree,
  basepath: '/console',
  defaultPreload: 'intent',
  // react-query keeps the answers; the router need not.
  defaultPreloadStaleTime: 0,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
