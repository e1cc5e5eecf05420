import { MemberService } from '../../src/features/members/member.service.js';
import type { GivenRole } from '../../src/features/projects/project.entity.js';
import type { TestApp } from './app.js';
import type { Person } from './people.js';

/** A person is in a project from now on, as if they had come by themselves. */
export async function join(app: TestApp, project: { id: number }, person: Person, role: GivenRole): Promise<Person> {
  await app.get(MemberService).join(null, { projectId: project.id, userId: person.id, role });
  return person;
}
