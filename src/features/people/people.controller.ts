import { Controller, Get, Query } from '@nestjs/common';
import { CurrentActor, SignedIn } from '../../platform/access/rules.js';
import type { Actor } from '../../platform/request/actor.js';
import { PersonView } from '../users/person.view.js';
import { ListPeople } from './people.dto.js';
import { PeopleService } from './people.service.js';
import { PeoplePage } from './people.view.js';

@Controller('people')
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  /**
   * List the people you work with: everybody with whom you share a project, and yourself. With `read_user` it lists
   * everybody. Disabled accounts are left out. The order is by id.
   */
  @Get()
  @SignedIn({ byToken: 'all_projects' })
  async list(@CurrentActor() actor: Actor, @Query() query: ListPeople): Promise<PeoplePage> {
    return query.page(await this.people.list(actor, query), (person) => PersonView.of(person));
  }
}
