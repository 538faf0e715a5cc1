import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Context,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { findHubError } from '../errors/hub-error.js';
import type { Note, SpanAttributes, Tracing, TracingOptions } from './tracing.js';

/** Traces by OpenTelemetry's SDK, with nothing global: several hubs in a process keep apart. */
export class OpenTelemetry implements Tracing {
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;
  private readonly around = new AsyncLocalStorage<Context>();

  constructor({ url, ratio }: TracingOptions) {
    this.provider = new TracerProvider({
      resource: defaultResource()
        .merge(resourceFromAttributes({ 'service.name': 'integration-hub' }))
        .merge(detectResources({ detectors: [envDetector] })),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
    });
    this.tracer = this.provider.getTracer('integration-hub');
  }

  async span<Result>(
    name: string,
    attributes: SpanAttributes,
    work: (note: Note) => Promise<Result>,
    parent?: string | null,
  ): Promise<Result> {
    const around = this.around.getStore() ?? ROOT_CONTEXT;
    const context = parent === undefined ? around : contextOf(parent);
    const links = context === around ? [] : linksTo(around);
    const span = this.tracer.startSpan(name, { attributes: given(attributes), links }, context);
    try {
      return await this.around.run(trace.setSpan(context, span), () =>
        work((more) => void span.setAttributes(given(more))),
      );
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  current(): string | null {
    const context = this.around.getStore();
    const span = context === undefined ? undefined : trace.getSpanContext(context);
    if (span === undefined) return null;
    return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
  }

  close(): Promise<void> {
    return this.provider.shutdown();
  }
}

/** The root's where it is no `traceparent`. @see https://www.w3.org/TR/trace-context/#traceparent-header */
function contextOf(traceparent: string | null): Context {
  const parsed = parseTraceParent(traceparent ?? '');
  return parsed === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parsed, isRemote: true });
}

function linksTo(context: Context): Link[] {
  const span = trace.getSpanContext(context);
  return span === undefined ? [] : [{ context: span }];
}

/** Its name only: a message may hold what no trace should. */
function fail(span: Span, error: unknown): void {
  const message = findHubError(error)?.code ?? (error instanceof Error ? error.name : 'unknown');
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

function given(attributes: SpanAttributes): Record<string, string | number> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null)) as Record<
    string,
    string | number
  >;
}
