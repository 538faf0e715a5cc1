import { audited, type AuditMeans } from '../audit/audited.js';
import { canonicalHash } from '../platform/canonical-hash.js';
import { checkInput } from '../platform/errors/check-input.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { ActionDefinition, ProviderDefinition } from '../providers/provider.js';
import type { VisibleReader } from '../viewer/visible-reader.js';
import type { ActionOutcome, ActionRuns } from './action-runs.js';
import { attempt, outputOf } from './attempt.js';
import { findCalledProvider } from './find-called-provider.js';
import { checkIdempotencyKey } from './idempotency-key.js';
import type { CallOptions } from './request-manager.js';

export interface ActionRequest {
  integrationId: string;
  action: string;
  /** Anything; checked against the action's schema. */
  input: unknown;
  /** Where the input stands in what the caller sent; ['input', 'input'] where left out. */
  inputPath?: readonly string[];
  idempotencyKey?: string | null;
  /** The provider that the integration has to be of; any where left out. */
  providerId?: string;
}

export interface ActionsOptions extends AuditMeans {
  runs: ActionRuns;
  providers: { find(providerId: string): ProviderDefinition | null };
  apiOf(integrationId: string, options: CallOptions): Promise<{ api: unknown }>;
  /** Aborted when the hub stops. */
  signal?: AbortSignal;
}

/** What a run needs once everything about it has been checked. */
interface CheckedRun {
  integrationId: string;
  provider: ProviderDefinition;
  action: ActionDefinition;
  input: unknown;
  key: string | null;
}

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
    const { integrationId, action } = run;
    const deed = { action: 'ACTION_RUN' as const, integrationId, subject: action.name };
    return audited(read.viewer, deed, this.options, () => this.runChecked(run));
  }

  private async runChecked(run: CheckedRun): Promise<unknown> {
    if (run.key === null) return outputOf(await this.perform(run));
    const inputHash = canonicalHash(run.input);
    return outputOf(
      await this.options.runs.once(
        { integrationId: run.integrationId, action: run.action.name, idempotencyKey: run.key, inputHash },
        () => this.perform(run),
      ),
    );
  }

  private async check(read: VisibleReader, request: ActionRequest): Promise<CheckedRun> {
    const { integrationId, providerId } = request;
    const provider = await findCalledProvider(read, this.options.providers, integrationId, providerId);
    const action = actionOf(provider, request.action);
    const key = checkIdempotencyKey(request.idempotencyKey);
    const input = checkInput(action.input, request.input, request.inputPath ?? ['input', 'input']);
    return { integrationId, provider, action, input, key };
  }

  private perform({ integrationId, provider, action, input, key }: CheckedRun): Promise<ActionOutcome> {
    const { apiOf, signal: stopping, clock } = this.options;
    return attempt({ provider, idempotencyKey: key, stopping, clock }, async (call) => {
      const { api } = await apiOf(integrationId, call);
      const output = await action.run({ api, input, idempotencyKey: key, signal: call.signal });
      return action.output.parse(output);
    });
  }
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
