import { startApp, startBeside, type TestApp } from './app.js';
import { letTimePass, setTime } from './clock.js';
import { Mailbox } from './mailbox.js';
import { make } from './make.js';
import { join } from './members.js';
import type { Person } from './people.js';
import {
  deliveriesOf,
  hook,
  type ListedDelivery,
  type MadeWebhook,
  Receiver,
  type Received,
  sent,
  type Sent,
} from './receiver.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const ALLOWED = { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' };

/** Two instances and a receiver; for each test a project of Ann's that Mia manages, and a path that nothing else uses. */
export class WebhookStage {
  project!: { id: number };
  path = '';
  private made = 0;

  private constructor(
    readonly app: TestApp,
    readonly beside: TestApp,
    readonly receiver: Receiver,
    readonly mailbox: Mailbox,
    readonly ann: Person,
    readonly mia: Person,
  ) {}

  static async open(): Promise<WebhookStage> {
    const mailbox = await Mailbox.open();
    const app = await startApp({ ...ALLOWED, SMTP_URL: mailbox.url });
    const beside = await startBeside(app, { ...ALLOWED, SMTP_URL: mailbox.url });
    const [ann, mia] = [await app.person('Ann'), await app.person('Mia')];
    return new WebhookStage(app, beside, await Receiver.open(), mailbox, ann, mia);
  }

  async begin(): Promise<void> {
    letTimePass(this.app, this.beside);
    this.receiver.conduct = () => 204;
    this.project = await make.project(this.ann);
    await join(this.app, this.project, this.mia, 'manager');
    await this.app.idle();
    this.path = `/hook-${++this.made}`;
  }

  async close(): Promise<void> {
    await this.beside.stop();
    await this.app.stop();
    await this.receiver.close();
    await this.mailbox.close();
  }

  readonly listen = (types: string[] = ['task.*'], to = this.path): Promise<MadeWebhook> =>
    hook(this.mia, this.project, this.receiver.url(to), { types });

  readonly came = (to = this.path): Sent[] => this.receiver.at(to);

  readonly requests = (to = this.path): Received[] => this.receiver.requests.filter((one) => one.path === to);

  readonly onlyDelivery = async (webhook: { id: number }): Promise<ListedDelivery> =>
    (await deliveriesOf(this.mia, webhook))[0]!;

  /** Everything that is due has been attempted, on whichever instance. */
  readonly allSent = async (): Promise<void> => {
    for (const one of [this.app, this.beside, this.app]) await sent(one);
  };

  /** So much later, for all instances; everything that is due then has been attempted. */
  readonly after = async (milliseconds: number, from: Date): Promise<Date> => {
    const now = new Date(from.getTime() + milliseconds);
    setTime(now, this.app, this.beside);
    await this.allSent();
    return now;
  };
}
