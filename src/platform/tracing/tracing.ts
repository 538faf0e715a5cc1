/** What a span says of itself: ids and names, never contents or secrets. Null ones are left out. */
export type SpanAttributes = Readonly<Record<string, string | number | null>>;

/** Tells a span what is known only once its work is done. */
export type Note = (attributes: SpanAttributes) => void;

/** Traces: which work was begun by which. Spans are made by hand, at the few places that say what the hub does. */
export interface Tracing {
  /**
   * Does work in a span.
   * @param parent W3C `traceparent` of the span that began it, in this process, another or a caller's; null, or what is
   * none, for a trace of its own; left out: the span around the caller. That is linked to where another is the parent.
   */
  span<Result>(
    name: string,
    attributes: SpanAttributes,
    work: (note: Note) => Promise<Result>,
    parent?: string | null,
  ): Promise<Result>;
  /** `traceparent` of the span around the caller; null where there is none. */
  current(): string | null;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Where traces go. */
export interface TracingOptions {
  /** OTLP over HTTP. Headers and the like the exporter takes from its standard variables. */
  url: string;
  /** Share of the traces that are kept, 0 to 1. */
  ratio: number;
}

const nothing = () => undefined;

/** None: work is done, and nothing else. */
export const noTracing: Tracing = {
  span: (_name, _attributes, work) => work(nothing),
  current: () => null,
  close: () => Promise.resolve(),
};

/** OpenTelemetry is not loaded where it is off. */
export async function openTracing(options: TracingOptions | null): Promise<Tracing> {
  if (options === null) return noTracing;
  const { OpenTelemetry } = await import('./open-telemetry.js');
  return new OpenTelemetry(options);
}
