import type { z } from 'zod';
import { canonicalHash } from '../platform/canonical-hash.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { ActionDefinition, ProviderDefinition } from '../providers/provider.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { ActionOutcome, ActionRuns } from './action-runs.js';
import { toHubError } from './provider-errors.js';
import type { CallOptions } from './request-manager.js';

export interface ActionRequest {
  integrationId: string;
  action: string;
  /** Anything; checked against the action's schema. */
  input: unknown;
  idempotencyKey?: string | null;
}

export interface ActionsOptions {
  runs: ActionRuns;
  providers: { find(providerId: string): ProviderDefinition | null };
  apiOf(integrationId: string, options: CallOptions): Promise<{ api: unknown }>;
  /** Aborted when the hub stops. */
  signal?: AbortSignal;
  clock: () => number;
}

/** What a run needs once everything about it has been checked. */
interface CheckedRun {
  integrationId: string;
  provider: ProviderDefinition;
  action: ActionDefinition;
  input: unknown;
  key: string | null;
}

/** Longer than a call with all its retries. */
const DEADLINE_MS = 60_000;
const MAX_KEY_LENGTH = 255;
/** Most faults have ended by then. */
const TRY_AGAIN_MS = 30_000;

/** Things to do at a provider, for whoever may see the integration. */
export class Actions {
  constructor(private readonly options: ActionsOptions) {}

  /**
   * Runs an action and gives the provider's answer. With a key it has its effect once, and the same answer
   * each time.
   * @throws HubError BAD_INPUT, NOT_FOUND, CONFLICT, or what came of calling the provider.
   */
  async run(read: VisibleReader, request: ActionRequest): Promise<unknown> {
    const run = await this.check(read, request);
    if (run.key === null) return answerOf(await this.perform(run));
    const inputHash = canonicalHash(run.input);
    return answerOf(
      await this.options.runs.once(
        { integrationId: run.integrationId, action: run.action.name, idempotencyKey: run.key, inputHash },
        () => this.perform(run),
      ),
    );
  }

  private async check(read: VisibleReader, request: ActionRequest): Promise<CheckedRun> {
    const { integrationId } = request;
    const integration = await read
      .from('integration')
      .select('integration.providerId')
      .where('integration.id', '=', integrationId)
      .executeTakeFirst();
    const provider = integration === undefined ? null : this.options.providers.find(integration.providerId);
    if (provider === null) {
      throw new HubError('NOT_FOUND', 'There is no such integration.', { field: ['input', 'integrationId'] });
    }
    const action = actionOf(provider, request.action);
    return { integrationId, provider, action, input: inputFor(action, request.input), key: keyOf(request) };
  }

  private async perform({ integrationId, provider, action, input, key }: CheckedRun): Promise<ActionOutcome> {
    let mayHaveEffect = false;
    const onCall: CallOptions['onCall'] = (call) => (mayHaveEffect ||= call.mayHaveEffect);
    const signals = [AbortSignal.timeout(DEADLINE_MS), ...(this.options.signal ? [this.options.signal] : [])];
    const signal = AbortSignal.any(signals);
    try {
      const call: CallOptions = { purpose: 'action', signal, syncLogId: null, idempotencyKey: key, onCall };
      const { api } = await this.options.apiOf(integrationId, call);
      return { output: (await action.run({ api, input, idempotencyKey: key, signal })) ?? null };
    } catch (error) {
      const known = toHubError(provider, error) ?? (signal.aborted ? stopped(provider, error) : null);
      const told = known === null ? error : mayHaveEffect ? notToRepeat(known, provider) : this.withTime(known);
      return { error: told, mayHaveEffect };
    }
  }

  /** Whoever may try again is told when, also where the provider did not say. */
  private withTime(error: HubError): HubError {
    if (!error.retryable || error.retryAt !== undefined) return error;
    const { code, message, status } = error;
    return new HubError(code, message, { status, retryAt: this.options.clock() + TRY_AGAIN_MS, cause: error });
  }
}

function answerOf(outcome: ActionOutcome): unknown {
  if ('error' in outcome) throw outcome.error;
  return outcome.output;
}

function actionOf(provider: ProviderDefinition, name: string): ActionDefinition {
  const action = provider.actions.find((candidate) => candidate.name === name);
  if (action !== undefined) return action;
  const known = provider.actions.map((candidate) => candidate.name).join(', ');
  throw new HubError(
    'BAD_INPUT',
    known === ''
      ? `${provider.name} has no actions in this hub.`
      : `${provider.name} has no action "${name.slice(0, 60)}"; it has ${known}.`,
    { field: ['input', 'action'] },
  );
}

function inputFor(action: ActionDefinition, given: unknown): unknown {
  const parsed = action.input.safeParse(given);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues as [z.core.$ZodIssue];
  throw new HubError('BAD_INPUT', parsed.error.issues.map(wordsOf).join(' '), {
    field: ['input', 'input', ...first.path.map(String)],
  });
}

function wordsOf({ path, message }: z.core.$ZodIssue): string {
  return `${path.map(String).join('.') || 'The input'}: ${message}.`;
}

function keyOf({ idempotencyKey: key }: ActionRequest): string | null {
  if (key === null || key === undefined) return null;
  if (key.length >= 1 && key.length <= MAX_KEY_LENGTH) return key;
  throw new HubError('BAD_INPUT', `idempotencyKey must have from 1 to ${MAX_KEY_LENGTH} characters.`, {
    field: ['input', 'idempotencyKey'],
  });
}

function stopped(provider: ProviderDefinition, cause: unknown): HubError {
  return new HubError('PROVIDER_UNAVAILABLE', `The hub gave up waiting for ${provider.name}.`, { cause });
}

/** Trying again may do it twice. */
function notToRepeat(error: HubError, provider: ProviderDefinition): HubError {
  if (!error.retryable) return error;
  return new HubError(
    error.code,
    `${error.message} Look at ${provider.name} before you run the action again: it may have had its effect.`,
    { status: error.status, retryable: false, cause: error },
  );
}
