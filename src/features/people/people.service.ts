import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import type { Person } from '../users/person.entity.js';
import type { ListPeople } from './people.dto.js';
import { PeopleRepository } from './people.repository.js';

/** @spec SPEC-018.17, SPEC-018.18 */
@Injectable()
export class PeopleService {
  constructor(private readonly people: PeopleRepository) {}

  list(actor: Actor, query: ListPeople): Promise<Person[]> {
    return actor.can('read_user') ? this.people.listAll(query) : this.people.listKnown(actor.id, query);
  }
}
