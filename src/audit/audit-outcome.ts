/** Of an entry: one of these, or the code of the error. */
export const AuditOutcome = {
  /** It is under way. */
  STARTED: 'STARTED',
  SUCCEEDED: 'SUCCEEDED',
  /** The process ended before it: whether it had its effect, nobody knows. */
  INTERRUPTED: 'INTERRUPTED',
} as const;
