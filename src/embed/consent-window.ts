/** How it ended at the provider; `closed` where the window went away without a word. */
export type ConsentEnd = { status: 'connected' } | { status: 'error'; error: string } | { status: 'closed' };

const SIZE = { width: 560, height: 720 };
const LOOK_MS = 500;

/**
 * The window in which a person consents at the provider. It ends at the hub's `/oauth/done`, which tells of it and
 * closes it. Open it in the handler of a click: browsers block it anywhere else.
 */
export class ConsentWindow {
  private constructor(private readonly popup: Window) {}

  /** Null where the browser blocks it. */
  static open(): ConsentWindow | null {
    const left = Math.round(window.screenX + (window.outerWidth - SIZE.width) / 2);
    const top = Math.round(window.screenY + (window.outerHeight - SIZE.height) / 2);
    const place = `popup,width=${SIZE.width},height=${SIZE.height},left=${left},top=${top}`;
    const popup = window.open('about:blank', '_blank', place);
    return popup === null ? null : new ConsentWindow(popup);
  }

  /** Where it ends, so that it is this page that hears of it. */
  static returnUrl(hubBase: string): string {
    return `${hubBase}oauth/done?opener=${encodeURIComponent(window.location.origin)}`;
  }

  focus(): void {
    this.popup.focus();
  }

  close(): void {
    this.popup.close();
  }

  /** Sends it to the provider, and waits until it is over. */
  async follow(address: string, hubBase: string): Promise<ConsentEnd> {
    const hubOrigin = new URL(hubBase).origin;
    const { promise, resolve } = Promise.withResolvers<ConsentEnd>();
    const onMessage = ({ origin, source, data }: MessageEvent<unknown>): void => {
      const end = origin === hubOrigin && source === this.popup ? endIn(data) : null;
      if (end !== null) resolve(end);
    };
    window.addEventListener('message', onMessage);
    // A window tells nobody that it was closed.
    const timer = setInterval(() => {
      if (this.popup.closed) resolve({ status: 'closed' });
    }, LOOK_MS);
    this.popup.location.href = address;
    try {
      return await promise;
    } finally {
      clearInterval(timer);
      window.removeEventListener('message', onMessage);
    }
  }
}

function endIn(data: unknown): ConsentEnd | null {
  const message = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  if (message.type !== 'hub:oauth') return null;
  if (message.status === 'connected') return { status: 'connected' };
  return { status: 'error', error: typeof message.error === 'string' ? message.error : 'INTERNAL' };
}
