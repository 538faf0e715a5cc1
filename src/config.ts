import { z } from 'zod';
import type { TracingOptions } from './platform/tracing/tracing.js';
import { retentionMistakes, retentionOf, retentionVariables, type Retention } from './retention.js';
import type { ProviderEndpoints } from './providers/provider.js';

const flag = z.enum(['0', '1'], { error: 'must be 0 or 1' }).transform((value) => value === '1');

const share = z.coerce
  .number({ error: 'must be a number above 0, up to 1' })
  .gt(0, 'must be a number above 0, up to 1')
  .max(1, 'must be a number above 0, up to 1');

const wholeNumber = z.coerce
  .number({ error: 'must be a whole number from 1 on' })
  .int('must be a whole number from 1 on')
  .min(1, 'must be a whole number from 1 on');

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' });

const encryptionKeys = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(
    z.array(
      z.string().transform((part, context) => {
        const [, id, key] = /^([A-Za-z0-9._-]+):([A-Za-z0-9+/_=-]+)$/.exec(part) ?? [];
        const bytes = Buffer.from(key ?? '', 'base64');
        if (id === undefined || bytes.length !== 32) {
          context.addIssue({ code: 'custom', message: 'must be id:base64 of 32 bytes, comma-separated' });
          return z.NEVER;
        }
        return { id, key: new Uint8Array(bytes) };
      }),
    ),
  )
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'must not name an id twice');

const environment = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], { error: 'must be development, test or production' })
    .default('development'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
  PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int('must be a port number')
    .min(0, 'must be a port number')
    .max(65535, 'must be a port number')
    .default(4000),
  HOST: z.string().default('127.0.0.1'),
  HUB_PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:<path> or postgresql://…')
    .default('sqlite:data/hub.sqlite'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/.+$/, 'must be redis://… or rediss://…')
    .optional(),
  HUB_ROLE: z.enum(['all', 'api', 'worker'], { error: 'must be all, api or worker' }).default('all'),
  HUB_OPERATOR_KEY: z.string().min(24, 'must have at least 24 characters').optional(),
  HUB_JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  HUB_JWKS_URL: httpUrl.optional(),
  HUB_JWT_ISSUER: z.string().optional(),
  HUB_JWT_AUDIENCE: z.string().optional(),
  HUB_ENCRYPTION_KEYS: encryptionKeys.optional(),
  HUB_ALLOWED_ORIGINS: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
    )
    .refine((origins) => origins.every(isOrigin), 'must be origins such as https://app.example.com, comma-separated')
    .default([]),
  HUB_ALLOW_PRIVATE_ENDPOINTS: flag.optional(),
  HUB_HEALTH_DEGRADED_FROM: share.default(0.01),
  HUB_HEALTH_DOWN_FROM: share.default(0.1),
  HUB_ERROR_BURST_CALLS: wholeNumber.default(10),
  HUB_ERROR_BURST_MINUTES: wholeNumber.default(5),
  HUB_SANDBOX: flag.optional(),
  HUB_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+$/, 'must be smtp://… or smtps://…')
    .optional(),
  HUB_SMTP_FROM: z.string().includes('@', { error: 'must be a mailbox, such as hub@example.com' }).optional(),
  HUB_DATA_DIR: z.string().default('data'),
  ...retentionVariables,
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl.optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'must be a share from 0 to 1' })
    .min(0, 'must be a share from 0 to 1')
    .max(1, 'must be a share from 0 to 1')
    .default(1),
  OTEL_SDK_DISABLED: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
});

/** A key that seals and opens: 32 bytes for AES-256-GCM, and the id that is written beside what it sealed. */
export interface EncryptionKey {
  id: string;
  key: Uint8Array;
}

/** What a provider needs, as found in the environment; what an operator stored wins over it. */
export interface ProviderEnvironment {
  clientId?: string;
  clientSecret?: string;
  webhookSecret?: string;
  /** What the provider delivers to, where that is no address: Gmail's Pub/Sub topic. */
  webhookTopic?: string;
  /** Where this client is registered, if elsewhere than declared: the sandbox's are at its emulators. */
  endpoints?: ProviderEndpoints;
}

export interface Config {
  nodeEnv: 'development' | 'test' | 'production';
  isProduction: boolean;
  logLevel: string;
  port: number;
  host: string;
  /** Without a trailing slash. */
  publicUrl: string;
  databaseUrl: string;
  redisUrl: string | null;
  role: 'all' | 'api' | 'worker';
  /** Null where one is to be made on first start. */
  operatorKey: string | null;
  jwt: { secret: string | null; jwksUrl: string | null; issuer: string | null; audience: string | null };
  /** The first seals, all open. Empty where one is to be made on first start. */
  encryptionKeys: EncryptionKey[];
  allowedOrigins: string[];
  allowPrivateEndpoints: boolean;
  /** Parts of failed calls from which an integration counts as degraded, and as down. */
  health: { degradedFrom: number; downFrom: number };
  /** More server errors of a provider than these within so long are an alert. */
  errorBurst: { calls: number; withinMs: number };
  sandbox: boolean;
  dataDir: string;
  /** Where mail is handed in, and whom it is from; null where none is sent. */
  smtp: { url: string; from: string } | null;
  retention: Retention;
  /** Null where no traces are sent. */
  tracing: TracingOptions | null;
  providers: Map<string, ProviderEnvironment>;
}

/** Every mistake in the environment at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly mistakes: readonly string[]) {
    super(`The hub cannot start; mend these in the environment:\n${mistakes.map((line) => `  - ${line}`).join('\n')}`);
  }
}

/** The configuration of this process; see {@link readConfig}. The only reader of its environment. */
export function readOwnConfig(providerIds: readonly string[]): Config {
  return readConfig(process.env, providerIds);
}

/**
 * Reads an environment.
 * @param providerIds ids of the known providers, for `<PROVIDER>_CLIENT_ID` and its like.
 * @throws ConfigError naming every mistake at once.
 */
export function readConfig(env: NodeJS.ProcessEnv, providerIds: readonly string[]): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  const providers = providersIn(given, providerIds);
  const mistakes = [
    ...(parsed.success
      ? mistakesAcross(parsed.data)
      : [
          ...parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`),
          ...missingInProduction(given),
        ]),
    ...halfClients(providers),
  ];
  if (mistakes.length > 0 || !parsed.success) throw new ConfigError([...new Set(mistakes)]);

  const value = parsed.data;
  const isProduction = value.NODE_ENV === 'production';
  const isDevelopment = value.NODE_ENV === 'development';
  return {
    nodeEnv: value.NODE_ENV,
    isProduction,
    logLevel: value.LOG_LEVEL,
    port: value.PORT,
    host: value.HOST,
    publicUrl: (value.HUB_PUBLIC_URL ?? `http://localhost:${value.PORT}`).replace(/\/+$/, ''),
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL ?? null,
    role: value.HUB_ROLE,
    operatorKey: value.HUB_OPERATOR_KEY ?? null,
    jwt: {
      secret: value.HUB_JWT_SECRET ?? null,
      jwksUrl: value.HUB_JWKS_URL ?? null,
      issuer: value.HUB_JWT_ISSUER ?? null,
      audience: value.HUB_JWT_AUDIENCE ?? null,
    },
    encryptionKeys: value.HUB_ENCRYPTION_KEYS ?? [],
    allowedOrigins: value.HUB_ALLOWED_ORIGINS,
    allowPrivateEndpoints: value.HUB_ALLOW_PRIVATE_ENDPOINTS ?? !isProduction,
    health: { degradedFrom: value.HUB_HEALTH_DEGRADED_FROM, downFrom: value.HUB_HEALTH_DOWN_FROM },
    errorBurst: { calls: value.HUB_ERROR_BURST_CALLS, withinMs: value.HUB_ERROR_BURST_MINUTES * 60_000 },
    sandbox: value.HUB_SANDBOX ?? isDevelopment,
    dataDir: value.HUB_DATA_DIR,
    smtp: smtpOf(value),
    retention: retentionOf(value),
    tracing: tracingIn(value),
    providers,
  };
}

/** Every variable that the hub reads, besides those of the providers. */
export const environmentVariables: readonly string[] = Object.keys(environment.shape);

type Environment = z.output<typeof environment>;

/** As OpenTelemetry's specification has it: an address for traces is whole, one for all signals is not. */
function tracingIn(value: Environment): TracingOptions | null {
  const base = value.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '');
  const url = value.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base === undefined ? undefined : `${base}/v1/traces`);
  if (url === undefined || value.OTEL_SDK_DISABLED === 'true') return null;
  return { url, ratio: value.OTEL_TRACES_SAMPLER_ARG };
}

function mistakesAcross(value: Environment): string[] {
  const mistakes = value.NODE_ENV === 'production' ? missingInProduction(value) : [];
  if (value.HUB_JWT_SECRET && value.HUB_JWKS_URL) {
    mistakes.push('HUB_JWT_SECRET and HUB_JWKS_URL exclude each other: set the one that signs your tokens');
  }
  if (value.HUB_HEALTH_DEGRADED_FROM >= value.HUB_HEALTH_DOWN_FROM) {
    mistakes.push('HUB_HEALTH_DEGRADED_FROM must be below HUB_HEALTH_DOWN_FROM');
  }
  if ((value.HUB_SMTP_URL === undefined) !== (value.HUB_SMTP_FROM === undefined)) {
    mistakes.push('HUB_SMTP_URL and HUB_SMTP_FROM belong together: set both, or neither');
  }
  if (value.DATABASE_URL.startsWith('sqlite:') && value.HUB_ROLE !== 'all') {
    mistakes.push(
      `HUB_ROLE=${value.HUB_ROLE} needs PostgreSQL: SQLite serves one process, set DATABASE_URL=postgresql://…`,
    );
  }
  return [...mistakes, ...retentionMistakes(value)];
}

function smtpOf({ HUB_SMTP_URL: url, HUB_SMTP_FROM: from }: Environment): Config['smtp'] {
  return url === undefined || from === undefined ? null : { url, from };
}

function missingInProduction(given: Record<string, unknown>): string[] {
  if (given.NODE_ENV !== 'production') return [];
  return ['HUB_PUBLIC_URL', 'HUB_OPERATOR_KEY', 'HUB_ENCRYPTION_KEYS']
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is missing; production has no default for it`);
}

function providersIn(
  env: Record<string, string | undefined>,
  ids: readonly string[],
): Map<string, ProviderEnvironment> {
  return new Map(
    ids.map((id) => {
      const prefix = prefixOf(id);
      const found: ProviderEnvironment = {
        clientId: env[`${prefix}_CLIENT_ID`],
        clientSecret: env[`${prefix}_CLIENT_SECRET`],
        webhookSecret: env[webhookSecretVariable(id)],
        webhookTopic: env[`${prefix}_WEBHOOK_TOPIC`],
      };
      return [id, found] as const;
    }),
  );
}

/** A client's id and secret are given out together; every provider of the hub asks for both. */
function halfClients(providers: ReadonlyMap<string, ProviderEnvironment>): string[] {
  return [...providers].flatMap(([id, { clientId, clientSecret }]) => {
    if ((clientId === undefined) === (clientSecret === undefined)) return [];
    const [given, missing] = clientId === undefined ? ['SECRET', 'ID'] : ['ID', 'SECRET'];
    return [
      `${prefixOf(id)}_CLIENT_${missing} is missing; it belongs to the ${prefixOf(id)}_CLIENT_${given} that is set`,
    ];
  });
}

/** Where a provider's webhook secret stands in the environment, e.g. `GOOGLE_CALENDAR_WEBHOOK_SECRET`. */
export function webhookSecretVariable(providerId: string): string {
  return `${prefixOf(providerId)}_WEBHOOK_SECRET`;
}

function prefixOf(providerId: string): string {
  return providerId.toUpperCase().replaceAll('-', '_');
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

/**
 * Reads keys as HUB_ENCRYPTION_KEYS holds them.
 * @throws ConfigError where the text is not of that form.
 */
export function parseEncryptionKeys(text: string, source: string): EncryptionKey[] {
  const parsed = encryptionKeys.safeParse(text.trim());
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${source} ${issue.message}`));
  return parsed.data;
}
