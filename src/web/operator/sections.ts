import type { Role } from '../gql/graphql.js';
import type { Texts } from '../texts/en.js';

export const OPERATORS: readonly Role[] = ['OPERATOR'];
export const ADMINISTRATORS: readonly Role[] = ['OPERATOR', 'ADMIN'];

interface Section {
  name: keyof Texts['operator']['sections'];
  path: string;
  /** Who sees it; the same as of its route. */
  roles: readonly Role[];
}

/** The operator's views that lead to one another. */
export const SECTIONS: readonly Section[] = [
  { name: 'health', path: '/operator', roles: ADMINISTRATORS },
  { name: 'integrations', path: '/operator/integrations', roles: ADMINISTRATORS },
  { name: 'alerts', path: '/operator/alerts', roles: ADMINISTRATORS },
  { name: 'providers', path: '/operator/providers', roles: OPERATORS },
  { name: 'endpoints', path: '/operator/endpoints', roles: ADMINISTRATORS },
  { name: 'jobs', path: '/operator/jobs', roles: OPERATORS },
  { name: 'audit', path: '/operator/audit', roles: ADMINISTRATORS },
  { name: 'keys', path: '/operator/keys', roles: OPERATORS },
];
