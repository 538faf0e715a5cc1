import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Role } from './gql/graphql.js';
import { ADMINISTRATORS, OPERATORS } from './operator/sections.js';
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
  {
    path: '/operator',
    view: lazy(() => import('./operator/health-wall-view.js').then((file) => ({ default: file.HealthWallView }))),
    inNavigation: 'operator',
    roles: ADMINISTRATORS,
  },
  {
    path: '/operator/integrations',
    view: lazy(() =>
      import('./operator/all-integrations-view.js').then((file) => ({ default: file.AllIntegrationsView })),
    ),
    inNavigation: null,
    roles: ADMINISTRATORS,
  },
  {
    path: '/operator/alerts',
    view: lazy(() => import('./operator/alerts-view.js').then((file) => ({ default: file.AlertsView }))),
    inNavigation: null,
    roles: ADMINISTRATORS,
  },
  {
    path: '/operator/providers',
    view: lazy(() => import('./operator/providers-view.js').then((file) => ({ default: file.ProvidersView }))),
    inNavigation: null,
    roles: OPERATORS,
  },
  {
    path: '/operator/providers/new',
    view: lazy(() =>
      import('./operator/declare-provider-view.js').then((file) => ({ default: file.DeclareProviderView })),
    ),
    inNavigation: null,
    roles: OPERATORS,
  },
  {
    path: '/operator/providers/:id',
    view: lazy(() => import('./operator/provider-view.js').then((file) => ({ default: file.ProviderView }))),
    inNavigation: null,
    roles: OPERATORS,
  },
  {
    path: '/operator/endpoints',
    view: lazy(() => import('./operator/endpoints-view.js').then((file) => ({ default: file.EndpointsView }))),
    inNavigation: null,
    roles: ADMINISTRATORS,
  },
  {
    path: '/operator/endpoints/new',
    view: lazy(() => import('./operator/new-endpoint-view.js').then((file) => ({ default: file.NewEndpointView }))),
    inNavigation: null,
    roles: ADMINISTRATORS,
  },
  {
    path: '/operator/endpoints/:id',
    view: lazy(() => import('./operator/endpoint-view.js').then((file) => ({ default: file.EndpointView }))),
    inNavigation: null,
    roles: ADMINISTRATORS,
  },
  {
    path: '/operator/jobs',
    view: lazy(() => import('./operator/jobs-view.js').then((file) => ({ default: file.JobsView }))),
    inNavigation: null,
    roles: OPERATORS,
  },
  {
    path: '/operator/audit',
    view: lazy(() => import('./operator/audit-view.js').then((file) => ({ default: file.AuditView }))),
    inNavigation: null,
    roles: ADMINISTRATORS,
  },
  {
    path: '/operator/keys',
    view: lazy(() => import('./operator/keys-view.js').then((file) => ({ default: file.KeysView }))),
    inNavigation: null,
    roles: OPERATORS,
  },
];
