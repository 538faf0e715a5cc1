import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { logContext } from './log-context.js';
import { redact } from './redact.js';
import { redactText } from './secrets.js';

export type Logger = PinoLogger;

export interface LoggerOptions {
  /** `trace` to `fatal`, or `silent`. */
  level: string;
  /** Where the lines go; standard output when left out. */
  destination?: DestinationStream;
}

/**
 * A log of JSON lines in which no secret stands: values under secret names, at any depth, and what looks like
 * a secret in a text are replaced. Errors keep name, message, code, stack and causes, and lose all else.
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const logger = pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Of a line's own fields and those of its surroundings, its own stand.
      mixin: () => ({ ...logContext() }),
      mixinMergeStrategy: (own, around) => ({ ...around, ...own }),
      formatters: { level: (label) => ({ level: label }), log: redactFields, bindings: redactFields },
      // pino's own serializer of errors would see no error any more.
      serializers: { err: (value: unknown) => value, msg: redactMessage },
      hooks: {
        logMethod([first, ...rest], log) {
          // Arguments become part of the message's text before any serializer sees them.
          log.apply(this, [first, ...rest.map(redact)] as Parameters<typeof log>);
        },
      },
    },
    destination ?? pino.destination(1),
  );
  return withRedactedChildren(logger);
}

/** pino does not ask its formatters about the fields of a child. */
function withRedactedChildren(logger: Logger): Logger {
  const { child } = logger;
  logger.child = function childOf(this: Logger, fields: object, options?: object) {
    return child.call(this, redactFields(fields), options);
  } as typeof child;
  return logger;
}

function redactFields(fields: object): Record<string, unknown> {
  return redact(fields) as Record<string, unknown>;
}

function redactMessage(message: unknown): unknown {
  return typeof message === 'string' ? redactText(message) : redact(message);
}
