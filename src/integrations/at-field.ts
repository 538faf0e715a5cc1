import { HubError } from '../platform/errors/hub-error.js';

/** Names the field of the mutation's input that a failure is about, where the failure names none. */
export async function atField<Result>(
  field: readonly string[],
  check: () => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof HubError) || error.field !== undefined) throw error;
    const { code, message, retryAt, status } = error;
    throw new HubError(code, message, { cause: error, field, retryAt, status });
  }
}
