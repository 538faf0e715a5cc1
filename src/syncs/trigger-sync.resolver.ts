import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { noteOf } from '../audit/audit-note.js';
import { atField } from '../integrations/at-field.js';
import { requireEnabled } from '../integrations/require-enabled.js';
import { HubError } from '../platform/errors/hub-error.js';
import { payloadOf, UserError } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import type { Row } from '../tables.js';
import { SyncLogType } from './sync-log.type.js';
import { SyncKind } from './sync-state.js';

@InputType()
export class TriggerSyncInput {
  @Field(() => ID)
  integrationId!: string;

  @Field(() => [String], { nullable: true, description: 'All models where it is left out.' })
  models?: string[] | null;

  @Field(() => SyncKind, { defaultValue: SyncKind.INCREMENTAL })
  kind!: SyncKind;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'A full run that read less than half of what is stored does not mark the rest deleted but fails and says so, in case the provider hid it; true lets it.',
  })
  allowMassDeletion!: boolean;
}

@ObjectType()
export class TriggerSyncPayload {
  @Field(() => [SyncLogType], {
    description: 'One a model; a run already under way is returned rather than started twice.',
  })
  syncLogs!: Row<'sync_log'>[];

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class TriggerSyncResolver {
  @Mutation(() => TriggerSyncPayload, { description: 'Starts a run of some or all models of an integration.' })
  triggerSync(@Arg('input', () => TriggerSyncInput) input: TriggerSyncInput, @Ctx('scope') scope: Scope) {
    return payloadOf(
      async () => {
        const kind = runnableKind(input.kind);
        const syncs = await syncsToRun(scope, input);
        const isMassDeletionAllowed = input.allowMassDeletion;
        const triggeredBy = scope.viewer.userId;
        const request = { kind, trigger: 'MANUAL', isMassDeletionAllowed, triggeredBy } as const;
        const subject = `${kind} ${syncs.map(({ model }) => model).join(', ')}`;
        const { integrationId } = input;
        const note = noteOf(scope.viewer, { action: 'SYNC_TRIGGERED', integrationId, subject });
        return { syncLogs: await scope.services.syncs.trigger(syncs, request, note) };
      },
      { syncLogs: [] },
    );
  }
}

function runnableKind(kind: SyncKind): 'FULL' | 'INCREMENTAL' {
  if (kind !== 'REALTIME') return kind;
  throw new HubError('BAD_INPUT', 'REALTIME runs come from webhooks only; choose FULL or INCREMENTAL.', {
    field: ['input', 'kind'],
  });
}

async function syncsToRun(scope: Scope, input: TriggerSyncInput): Promise<Row<'sync'>[]> {
  const integration = await scope.load.integration.load(input.integrationId);
  if (integration === null) {
    throw new HubError('NOT_FOUND', 'There is no such integration.', { field: ['input', 'integrationId'] });
  }
  if (integration.state !== 'CONNECTED') {
    throw new HubError('CONFLICT', 'This account is not connected, so nothing can be synced. Connect it first.', {
      field: ['input', 'integrationId'],
    });
  }
  const provider = scope.services.providers.find(integration.providerId);
  const settings = await scope.load.providerSettings.load(integration.providerId);
  if (provider !== null) await atField(['input', 'integrationId'], () => requireEnabled(provider, settings));
  const syncs = await scope.read.from('sync').selectAll().where('integrationId', '=', integration.id).execute();
  const wanted = input.models ?? null;
  if (wanted === null) return syncs;
  const unknown = wanted.filter((model) => !syncs.some((sync) => sync.model === model));
  if (unknown.length > 0) {
    const known = syncs.map(({ model }) => model).join(', ');
    throw new HubError('BAD_INPUT', `There is no model ${unknown.join(', ')} here; known are ${known}.`, {
      field: ['input', 'models'],
    });
  }
  return syncs.filter(({ model }) => wanted.includes(model));
}
