export const Role = { USER: 'USER', ADMIN: 'ADMIN', OPERATOR: 'OPERATOR' } as const;
export type Role = keyof typeof Role;

/** Who is asking. */
export interface Viewer {
  tenantId: string;
  userId: string;
  role: Role;
  /** How they proved it. */
  via: 'operator-key' | 'jwt' | 'session';
  /** When the proof expires, epoch milliseconds; null where it does not. */
  expiresAt: number | null;
}
