import { HubError } from '../platform/errors/hub-error.js';
import type { Role, Viewer } from './viewer.js';

/** @throws HubError FORBIDDEN where the viewer has none of the roles. */
export function requireRole(viewer: Viewer, ...roles: readonly Role[]): void {
  if (roles.includes(viewer.role)) return;
  throw new HubError(
    'FORBIDDEN',
    `This needs the role ${roles.join(' or ')}; you are signed in as ${viewer.role}. Ask whoever runs the hub.`,
  );
}
