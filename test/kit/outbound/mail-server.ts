import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  from: string | undefined;
  to: string[];
  mail: Email;
}

/** A mail server that takes mail from whoever signs in as `hub`. */
export interface MailServer extends AsyncDisposable {
  /** As HUB_SMTP_URL takes it. */
  readonly url: string;
  readonly received: ReceivedMail[];
  /** Refuses what comes, until it is false again. */
  isBroken: boolean;
}

export async function startMailServer(password: string): Promise<MailServer> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: false,
    onAuth: (auth, _session, done) =>
      auth.username === 'hub' && auth.password === password
        ? done(null, { user: 'hub' })
        : done(new Error('Who are you?')),
    onData(stream, session, done) {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        if (mails.isBroken) {
          done(Object.assign(new Error('Come again later.'), { responseCode: 451 }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? undefined : mailFrom.address;
        const mail = await PostalMime.parse(Buffer.concat(chunks));
        mails.received.push({ from, to: rcptTo.map(({ address }) => address), mail });
        done();
      })();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const mails: MailServer = {
    url: `smtp://hub:${password}@127.0.0.1:${port}`,
    received: [],
    isBroken: false,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mails;
}
