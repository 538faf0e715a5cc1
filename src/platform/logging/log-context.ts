import { AsyncLocalStorage } from 'node:async_hooks';

/** What a line of the log says of the work in which it was written. */
export interface LogContext {
  requestId?: string;
  job?: string;
  jobId?: string;
  integrationId?: string;
  syncLogId?: string;
  webhookEventId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Does work; every line that is written meanwhile, by whatever logger, has these fields and those around it. */
export function withLogContext<Result>(more: LogContext, work: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...more }, work);
}

/** The same with these fields alone: for work that only happens to be begun within other work, such as a job. */
export function withOwnLogContext<Result>(own: LogContext, work: () => Result): Result {
  return storage.run(own, work);
}

/** The fields around the caller. */
export function logContext(): LogContext {
  return storage.getStore() ?? {};
}
