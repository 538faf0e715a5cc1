import { markInterrupted } from './audit/interrupted-entries.js';
import { DeadDeliveryAlerts } from './deliveries/dead-delivery-alerts.js';
import { Deliverer } from './deliveries/deliverer.js';
import { Deliveries } from './deliveries/deliveries.js';
import { DeliveryOutbox } from './deliveries/delivery-outbox.js';
import { OutboundEndpoints } from './deliveries/outbound-endpoints.js';
import { emailSender } from './deliveries/sending/send-email.js';
import { slackSender } from './deliveries/sending/send-slack.js';
import { webhookSender } from './deliveries/sending/send-webhook.js';
import { Alerts } from './health/alerts.js';
import { Health } from './health/health.js';
import { DeadEventAlerts } from './health/dead-event-alerts.js';
import { errorBurstRule, isServerError } from './health/error-burst.js';
import { silentWebhookRule } from './health/silent-webhooks.js';
import { stalledSyncRule } from './health/stalled-syncs.js';
import { probeIdle } from './health/probe-idle.js';
import { StateAlerts } from './health/state-alerts.js';
import type { Foundation } from './foundation.js';
import { scheduleAll, type HubJob } from './hub-jobs.js';
import { Connections } from './integrations/connections.js';
import { CredentialStore } from './integrations/credential-store.js';
import { integrationOwners } from './integrations/integration-owners.js';
import { OAuthClient } from './integrations/oauth-client.js';
import { RefreshLeases } from './integrations/refresh-leases.js';
import { ProviderCatalog } from './integrations/provider-catalog.js';
import { SealedValues } from './keys/sealed-values.js';
import { noTracing } from './platform/tracing/tracing.js';
import { Sealer } from './platform/sealing/sealer.js';
import { declaredProvider } from './providers/oauth2/declared-provider.js';
import { indexPlans } from './records/reading/index-plan.js';
import { RecordIndex } from './records/reading/record-index.js';
import { RecordStore } from './records/record-store.js';
import { ActionRuns, LONGEST_RUN_MS } from './requests/action-runs.js';
import { Actions } from './requests/actions.js';
import { ApiCallLog } from './requests/api-call-log.js';
import { toHubError } from './requests/provider-errors.js';
import { ProviderCalls } from './requests/proxy/provider-calls.js';
import { renewDueCredentials } from './requests/credentials/renew-due.js';
import { QueuedCalls } from './requests/permits/queued-calls.js';
import { RequestManager, type CallOptions } from './requests/request-manager.js';
import { waitForReal } from './requests/wait.js';
import { retentionJobs } from './retention-jobs.js';
import type { Services } from './scope.js';
import { RealtimeRuns } from './syncs/realtime-runs.js';
import { runStates } from './syncs/run-states.js';
import { SyncRunner } from './syncs/sync-runner.js';
import { Syncs } from './syncs/syncs.js';
import { EventProcessor } from './webhooks/event-processor.js';
import { Subscriptions } from './webhooks/subscriptions/subscriptions.js';
import { WebhookDoor } from './webhooks/webhook-door.js';
import { WebhookInbox } from './webhooks/webhook-inbox.js';
import { WebhookKeys } from './webhooks/webhook-keys.js';
import { Webhooks } from './webhooks/webhooks.js';

export interface Features extends Services {
  /** Where providers deliver. */
  webhookDoor: WebhookDoor;
  subscriptions: Subscriptions;
  /** Announces and schedules every job, and takes up what the last process left. */
  start(): Promise<void>;
  /** Lets what is under way end, and writes what is still in memory. */
  stop(): Promise<void>;
}

/** Constructs the features and connects them; the only place where one is handed to another. */
export function connectFeatures(foundation: Foundation): Features {
  const { config, logger, database, events, jobs, metrics, tracing, definitions, environment, http, sharedWindows } =
    foundation;
  const { clock, timing, inboxLimits } = foundation;
  const { db, engine } = database;
  const stopping = new AbortController();
  const sealer = new Sealer(config.encryptionKeys);
  const { allowPrivateEndpoints, publicUrl, allowedOrigins, retention: keep } = config;

  const providers: ProviderCatalog = new ProviderCatalog({
    definitions,
    environment,
    db,
    sealer,
    publicUrl,
    allowPrivateEndpoints,
    fetch: http.fetch,
    build: declaredProvider,
    onDeclared(provider) {
      const failed = (err: unknown) =>
        logger.error({ err, providerId: provider.id }, 'its syncs could not be added yet');
      syncs.onDeclared(provider).catch(failed);
    },
    onUnreadable: (providerId, err) => logger.error({ providerId, err }, 'a stored declaration cannot be read'),
    clock,
  });
  const outbox: DeliveryOutbox = new DeliveryOutbox({ db, engine, clock, onAdded: (ids) => deliveries.onAdded(ids) });
  const credentials = new CredentialStore(db, sealer, clock);
  const leases = new RefreshLeases(db, clock);
  const oauth = new OAuthClient({
    catalog: providers,
    fetch: http.fetch,
    allowInsecureRequests: allowPrivateEndpoints,
    clock,
  });
  const connections: Connections = new Connections({
    db,
    catalog: providers,
    credentials,
    oauth,
    sealer,
    events,
    outbox,
    allowedOrigins,
    identify: (provider, proof, settings) => requests.identify(provider, proof, settings),
    async onConnected(integrationId) {
      requests.tokens.forget(integrationId);
      stateAlerts.onChanged([integrationId]);
      await syncs.onConnected(integrationId);
      await subscriptions.onConnected(integrationId);
    },
    onDisconnecting: (integration) => subscriptions.onDisconnecting(integration),
    async onDisconnected(trx, integrationId, how) {
      const tellOthers = await syncs.onDisconnected(trx, integrationId, how);
      await subscriptions.forget(trx, integrationId);
      return () => {
        requests.tokens.forget(integrationId);
        stateAlerts.onChanged([integrationId]);
        tellOthers();
      };
    },
    log: logger,
    clock,
  });

  const alerts = new Alerts({ db, events, outbox, log: logger, clock });
  const nameOf = (providerId: string) => providers.find(providerId)?.name ?? null;
  const stateAlerts = new StateAlerts({
    db,
    alerts,
    nameOf,
    errorBurst: errorBurstRule(config.errorBurst),
    furtherRules: (now) => furtherRules(now),
    log: logger,
    clock,
  });
  const deadEventAlerts = new DeadEventAlerts({ db, alerts, nameOf });
  const health = new Health({
    db,
    events,
    outbox,
    onChanged: (ids) => stateAlerts.onChanged(ids),
    thresholds: config.health,
    clock,
  });
  const callLog = new ApiCallLog({
    db,
    async onBatch(trx, calls) {
      const tell = await health.count(trx, calls);
      const hasServerErrors = calls.some(({ row }) => isServerError(row.statusCode));
      return () => {
        tell();
        if (hasServerErrors) stateAlerts.onServerErrors();
      };
    },
    logger,
  });
  const requests: RequestManager = new RequestManager({
    db,
    providers,
    credentials,
    leases,
    refresh: (provider, old) => oauth.refreshCredentials(provider.id, old),
    listener: {
      async onRefused(integrationId, error, version) {
        await connections.markReauthorizationRequired(integrationId, error, version);
        stateAlerts.onChanged([integrationId]);
        await syncs.onRefused(integrationId);
      },
      onTrouble: (integrationId, error) => connections.noteRefreshTrouble(integrationId, error),
    },
    log: {
      add(call) {
        metrics.providers.onCall(call);
        callLog.add(call);
      },
    },
    onPermit: metrics.providers.onPermit,
    tracing: tracing === noTracing ? undefined : tracing,
    http,
    shared: sharedWindows,
    onSharedFault: (err) => logger.warn({ err }, 'rate limits cannot be shared; this process keeps to its own'),
    clock,
    ...timing,
  });
  const queuedCalls = new QueuedCalls({ own: () => requests.queuedCalls, events, clock });
  const renewal = { db, providers, tokens: requests.tokens, logger, clock };
  const runs = new ActionRuns({ db, clock, wait: waitForReal });
  const probing = {
    db,
    switchedOff: () => providers.switchedOff(),
    apiOf: (id: string, call: CallOptions) => requests.apiOf(id, call),
    toHubError,
    logger,
    signal: stopping.signal,
    clock,
  };
  const actions = new Actions({
    db,
    logger,
    runs,
    providers,
    apiOf: (id, call) => requests.apiOf(id, call),
    signal: stopping.signal,
    clock,
  });
  const providerCalls = new ProviderCalls({
    db,
    logger,
    providers,
    callerOf: (id, call) => requests.callerOf(id, call),
    signal: stopping.signal,
    clock,
  });

  const plans = indexPlans(definitions);
  const recordIndex = new RecordIndex({ db, jobs, plans, clock });
  const store = new RecordStore(database.engine, clock, plans);
  const runner = new SyncRunner({
    db,
    store,
    events,
    outbox,
    logger,
    clock,
    apiOf: (integrationId, call) => requests.apiOf(integrationId, call),
    modelOf: (providerId, name) => providers.modelOf(providerId, name),
    toHubError,
    observer: metrics.syncs,
    tracing,
  });
  const syncs: Syncs = new Syncs({
    db,
    engine,
    store,
    runner,
    jobs,
    events,
    clock,
    providerOf: (id) => providers.find(id),
    providers: () => providers.list().filter(({ models }) => models.length > 0),
    switchedOff: () => providers.switchedOff(),
    keepLogsMs: keep.syncLogsMs,
  });

  const processor = new EventProcessor({
    db,
    engine,
    sealer,
    runs: new RealtimeRuns({ engine, store, events, outbox, clock }),
    logger,
    clock,
    providerOf: (id) => providers.find(id),
    switchedOff: () => providers.switchedOff(),
    apiOf: (integrationId, call) => requests.apiOf(integrationId, call),
    toHubError,
    onQueued: (logs) => syncs.announceAndWake(logs),
    onDead: () => deadEventAlerts.compare(),
    observer: { ...metrics.webhooks, ...metrics.syncs },
    tracing,
  });
  const webhooks: Webhooks = new Webhooks({
    db,
    engine,
    sealer,
    jobs,
    processor,
    logger,
    clock,
    providerIds: definitions.filter(({ webhook }) => webhook !== undefined).map(({ id }) => id),
    retention: { ageMs: keep.webhookEventsMs, deadAgeMs: keep.deadWebhookEventsMs, count: keep.webhookEvents },
    calm: () => inbox.flood.calm(),
    onReplayed: () => deadEventAlerts.compare(),
  });
  const inbox: WebhookInbox = new WebhookInbox({
    db,
    engine,
    sealer,
    clock,
    logger,
    limits: inboxLimits,
    onStored: (ids) => webhooks.onStored(ids),
  });
  const webhookKeys = new WebhookKeys({
    db,
    sealer,
    clock,
    secretOf: async (id) => (await providers.settings(id)).webhookSecret,
  });
  const subscriptions: Subscriptions = new Subscriptions({
    db,
    sealer,
    jobs,
    logger,
    clock,
    publicUrl,
    signal: stopping.signal,
    definitions,
    apiOf: (integrationId, call) => requests.apiOf(integrationId, call),
    topicOf: (id) => environment.get(id)?.webhookTopic,
    toHubError,
    onChanged: () => webhookKeys.forget(),
  });
  const webhookDoor = new WebhookDoor({
    inbox,
    providerOf: (id) => providers.find(id),
    keysOf: (providerId, integrationId) => webhookKeys.of(providerId, integrationId),
    logger,
    clock,
    observer: metrics.webhooks,
    tracing,
  });

  async function furtherRules(now: number) {
    const switchedOff = await providers.switchedOff();
    const stalled = await stalledSyncRule(
      database,
      (sync, providerId) => syncs.schedulesOf(sync, providerId),
      switchedOff,
      now,
    );
    const pushed = subscriptions.toldToAddresses();
    return pushed.length === 0 ? [stalled] : [stalled, silentWebhookRule(pushed)];
  }
  const deadDeliveryAlerts = new DeadDeliveryAlerts({ db, alerts });
  const deliverer = new Deliverer({
    db,
    engine,
    sealer,
    senders: { WEBHOOK: webhookSender(http), SLACK: slackSender(http), EMAIL: emailSender(config.smtp) },
    logger,
    clock,
    onDisabled: () => outbox.load(),
    onDeadChanged: () => deadDeliveryAlerts.compare(),
    observer: metrics.onDelivery,
  });
  const deliveries: Deliveries = new Deliveries({
    db,
    engine,
    jobs,
    deliverer,
    logger,
    clock,
    keptMs: config.retention.outboundEventsMs,
  });
  const outboundEndpoints = new OutboundEndpoints({
    db,
    sealer,
    rules: { allowPrivateEndpoints, canMail: config.smtp !== null },
    clock,
    async onChanged(endpointId) {
      await outbox.load();
      deliveries.onAdded([endpointId]);
      await deadDeliveryAlerts.compare();
    },
  });
  metrics.watch({ database, jobs, requests, webhooks, deliveries, clock });

  const checkAlerts = async () => {
    await stateAlerts.sweep();
    await deadEventAlerts.compare();
    await deadDeliveryAlerts.compare();
  };

  const noteInterrupted = async (startedBefore: number) => {
    const entries = await markInterrupted(db, startedBefore);
    if (entries > 0) logger.warn({ entries }, 'actions were interrupted: see the audit log, outcome INTERRUPTED');
  };

  const hubJobs: HubJob[] = [
    { name: 'age-health', every: '1 minute', run: () => health.age(clock()) },
    { name: 'check-alerts', every: '1 minute', run: checkAlerts },
    { name: 'note-interrupted', every: '1 minute', run: () => noteInterrupted(clock() - LONGEST_RUN_MS) },
    { name: 'probe-idle', every: '1 hour', run: () => probeIdle(probing) },
    { name: 'renew-credentials', every: '30 seconds', run: () => renewDueCredentials(renewal) },
    { name: 'remove-abandoned-attempts', every: '10 minutes', run: () => connections.removeAbandoned() },
    ...retentionJobs({ db, keep, alerts, runs, clock }),
  ];

  return {
    providers,
    connections,
    integrationOwners: integrationOwners(db),
    syncs,
    runStates: runStates(db),
    actions,
    providerCalls,
    recordIndex,
    webhooks,
    webhookDoor,
    subscriptions,
    alerts,
    healthThresholds: config.health,
    outboundEndpoints,
    deliveries,
    sealedValues: new SealedValues({ db, sealer }),
    jobs,
    events,
    hasExplorer: !config.isProduction,
    queuedCalls: (integrationId) => queuedCalls.of(integrationId),
    async start() {
      await providers.load();
      await outbox.load();
      // On SQLite there is no other process.
      if (engine === 'postgresql') providers.watch();
      if (engine === 'postgresql') outbox.watch();
      // Alone, a process knows all there is to know.
      if (config.redisUrl !== null) queuedCalls.start();
      recordIndex.defineJobs();
      syncs.defineJobs();
      webhooks.defineJobs();
      subscriptions.defineJobs();
      deliveries.defineJobs();
      await scheduleAll(jobs, hubJobs);
      if (config.role === 'api') return;
      // What the last process left is freed before any job can take it up.
      if (engine === 'sqlite') await leases.releaseAll();
      // On PostgreSQL what is younger may be another process's.
      await noteInterrupted(engine === 'sqlite' ? Number.MAX_SAFE_INTEGER : clock() - LONGEST_RUN_MS);
      await recordIndex.start();
      await syncs.start();
      await webhooks.start();
      await subscriptions.start();
      await deliveries.start();
      await jobs.start();
    },
    async stop() {
      stopping.abort();
      providers.close();
      outbox.close();
      queuedCalls.stop();
      await inbox.close();
      await jobs.stop();
      await callLog.close();
      await stateAlerts.settled();
    },
  };
}
