import { redactText } from './secrets.js';

const MAX_CAUSES = 6;
const MAX_TEXT = 4_000;

/** What may be known of an error. SDKs hang requests, headers and bodies on theirs: nothing of that is here. */
export interface SafeError {
  name: string;
  message: string;
  code?: string | number;
  /** HTTP status, where the error carries one. */
  status?: number;
  stack?: string;
  cause?: SafeError;
  /** The errors of an AggregateError. */
  errors?: SafeError[];
}

/** Name, message, code, status, stack and causes of an error, without secrets in their texts. */
export function redactError(error: Error, causes = MAX_CAUSES): SafeError {
  const { code, status, original } = error as Error & { code?: unknown; status?: unknown; original?: unknown };
  const safe: SafeError = { name: redactText(error.name), message: text(error.message) };
  if (typeof code === 'string') safe.code = redactText(code);
  if (typeof code === 'number') safe.code = code;
  if (typeof status === 'number') safe.status = status;
  if (typeof error.stack === 'string') safe.stack = text(error.stack);
  // Slack's SDK calls the cause `original`.
  const cause = error.cause ?? original;
  if (cause instanceof Error && causes > 0) safe.cause = redactError(cause, causes - 1);
  if (error instanceof AggregateError && causes > 0) safe.errors = errorsOf(error, causes - 1);
  return safe;
}

function errorsOf(error: AggregateError, causes: number): SafeError[] {
  return error.errors
    .filter((one) => one instanceof Error)
    .slice(0, MAX_CAUSES)
    .map((one) => redactError(one, causes));
}

function text(value: unknown): string {
  const whole = redactText(String(value));
  return whole.length > MAX_TEXT ? `${whole.slice(0, MAX_TEXT)}…` : whole;
}
