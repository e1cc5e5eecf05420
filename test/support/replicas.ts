import type { ApiError, Client, ClientOptions, Made, Replica, ReplicaOptions, Task } from '@fasttrack/client';
import { clientOf } from './api-client.js';
import type { TestApp } from './app.js';
import { make } from './make.js';
import { Network } from './network.js';
import type { Person } from './people.js';
import { until } from './until.js';

interface Opened {
  client: Client;
  net: Network;
  replica: Replica;
}

/** Replicas of one project, for people each with a network of their own. */
export class Replicas {
  private readonly opened: Opened[] = [];

  constructor(
    private readonly app: TestApp,
    private readonly projectId: number,
    private readonly owner: Person,
  ) {}

  /** Returns when it is live. */
  async open(person: Person, { url, ...options }: Partial<ClientOptions> & ReplicaOptions = {}): Promise<Opened> {
    const net = new Network();
    const client = await clientOf(this.app, person, { fetch: net.fetch, ...(url !== undefined && { url }) });
    const replica = client.replica(this.projectId, options);
    this.opened.push({ client, net, replica });
    await until(() => replica.state === 'live');
    return { client, net, replica };
  }

  /** Until the replica has heard of all that was done so far. */
  async caughtUp(replica: Replica): Promise<void> {
    const mark = await make.label(this.owner, { id: this.projectId }, { name: `mark ${Math.random()}` });
    await until(() => replica.get('label', mark.id) !== undefined);
  }

  async byRest(): Promise<Task[]> {
    return (await this.owner.get(`/projects/${this.projectId}/tasks?limit=100`)).body.data['items'];
  }

  close(): void {
    for (const { replica, client } of this.opened.splice(0)) {
      replica.close();
      client.live().close();
    }
  }
}

/** Everything that the replica ever showed, without repetitions. */
export function watch<T>(replica: Replica, look: () => T): T[] {
  const seen: T[] = [];
  const write = () => {
    const now = look();
    if (seen.length === 0 || JSON.stringify(seen.at(-1)) !== JSON.stringify(now)) seen.push(now);
  };
  replica.subscribe(write);
  write();
  return seen;
}

/** The titles of the tasks in the order of the project. */
export function inOrder(replica: Replica): string[] {
  const tasks = [...replica.all('task').values()];
  return tasks.sort((a, b) => (a.position < b.position ? -1 : 1)).map(({ title }) => title);
}

/** How a change was refused. */
export function refusalOf({ done }: Made): Promise<ApiError | undefined> {
  return done.then(
    () => undefined,
    (error: ApiError) => error,
  );
}
