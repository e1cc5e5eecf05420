import { Injectable } from '@nestjs/common';
import { FeedKinds } from '../projects/feed-kinds/feed-kinds.service.js';
import type { Person } from '../users/person.entity.js';
import { PersonView } from '../users/person.view.js';
import { type Claimed, SendingRepository } from './sending.repository.js';

/** Nobody in particular: what is sent is what everybody sees alike. */
const ANYBODY = { id: 0, can: () => false };

/**
 * What is sent: the thing as its GET shows it now, and of what is gone the ids and what the event knew of it.
 *
 * @spec SPEC-037.8, SPEC-037.9
 */
@Injectable()
export class Payload {
  constructor(
    private readonly kinds: FeedKinds,
    private readonly sending: SendingRepository,
  ) {}

  async of(delivery: Claimed): Promise<Buffer> {
    const { eventId: id, type, occurredAt: timestamp, projectId: project_id, actorId } = delivery;
    const people = await this.peopleIn(delivery);
    const data = (await this.find(delivery)) ?? known(delivery, people);
    const actor = PersonView.of(people.get(actorId ?? 0) ?? null);
    return Buffer.from(JSON.stringify({ id, type, timestamp, project_id, actor, data }));
  }

  private async find({ kind, thingId, projectId }: Claimed): Promise<object | null> {
    if (kind === null || thingId === null) return null;
    const { list, view } = this.kinds.get(kind);
    const [thing] = await list(projectId, [thingId], ANYBODY);
    return thing ? view(thing) : null;
  }

  private peopleIn({ actorId, kind, thingId }: Claimed): Promise<Map<number, Person>> {
    const ids = [actorId, kind === 'member' ? thingId : null].filter((id) => id !== null);
    return this.sending.people([...new Set(ids)]);
  }
}

/** Whoever has left a project is still somebody. */
function known({ kind, thingId, known }: Claimed, people: Map<number, Person>): object {
  const person = kind === 'member' ? people.get(thingId ?? 0) : undefined;
  return person ? { ...known, user: PersonView.of(person) } : known;
}
