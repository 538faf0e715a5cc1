import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Role } from './gql/graphql.js';
import type { Texts } from './texts/en.js';

/** A view of the page. Each is a script of its own, which is loaded when the view is opened. */
export interface Route {
  /** As wouter reads it; the hub serves the page there too (VIEWS in page.http.ts). */
  path: string;
  view: LazyExoticComponent<ComponentType>;
  /** Its name in the navigation, or null where it is not there. */
  inNavigation: keyof Omit<Texts['navigation'], 'label'> | null;
  /** Who sees it; everybody where left out. */
  roles?: readonly Role[];
}

/** All views. To add one: a line here, and a function component that shows a `View`. */
export const ROUTES: readonly Route[] = [
  {
    path: '/',
    view: lazy(() =>
      import('./integrations/integrations-view.js').then((file) => ({ default: file.IntegrationsView })),
    ),
    inNavigation: 'integrations',
  },
  {
    path: '/connect',
    view: lazy(() => import('./connect/connect-view.js').then((file) => ({ default: file.ConnectView }))),
    inNavigation: 'connect',
  },
  {
    path: '/integrations/:id/:section?/:item?',
    view: lazy(() => import('./integration/integration-view.js').then((file) => ({ default: file.IntegrationView }))),
    inNavigation: null,
  },
];
