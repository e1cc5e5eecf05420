import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Person } from '../users/person.entity.js';
import type { ListPeople } from './people.dto.js';

type Row = Person & Record<string, never>;

const SHOWN = 'u.id, u.display_name AS "displayName", u.kind';

/** The index `users_name_words_idx` is over this expression. */
const WORDS = 'array_to_tsvector(words_of(u.display_name))';

/** No words find nobody. */
const QUERY = `(SELECT string_agg('''' || word || ''':*', ' & ')::tsquery FROM unnest(words_of($3)) AS word)`;

const EVERYBODY = `SELECT ${SHOWN} FROM users u WHERE u.is_active AND u.id > $1`;
const PAGE = 'ORDER BY u.id LIMIT $2';

const ALL = `${EVERYBODY} ${PAGE}`;
const ALL_NAMED = `${EVERYBODY} AND ${WORDS} @@ ${QUERY} ${PAGE}`;

/** So many of each project in the order of the page, and the person themselves. */
const KNOWN = `
  SELECT DISTINCT known.* FROM (
    (
      SELECT of_project.* FROM project_members mine JOIN projects p ON p.id = mine.project_id CROSS JOIN LATERAL (
        SELECT ${SHOWN} FROM project_members theirs JOIN users u ON u.id = theirs.user_id
        WHERE theirs.project_id = mine.project_id AND theirs.user_id > $1 AND u.is_active
        ORDER BY theirs.user_id LIMIT $2
      ) of_project WHERE mine.user_id = $3
    ) UNION ALL (SELECT ${SHOWN} FROM users u WHERE u.id = $3 AND u.id > $1)
  ) known ORDER BY known.id LIMIT $2`;

const KNOWN_NAMED = `
  ${EVERYBODY} AND ${WORDS} @@ ${QUERY} AND (u.id = $4 OR EXISTS (
    SELECT FROM project_members mine JOIN projects p ON p.id = mine.project_id
    JOIN project_members theirs ON theirs.project_id = mine.project_id
    WHERE mine.user_id = $4 AND theirs.user_id = u.id
  )) ${PAGE}`;

/** Active people, by id. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly db: Database) {}

  listAll({ after, limit, query }: ListPeople): Promise<Person[]> {
    const page = [after ?? 0, limit + 1];
    return query === undefined ? this.db.query<Row>(ALL, page) : this.db.query<Row>(ALL_NAMED, [...page, query]);
  }

  /** This person and those who are in a project with them. */
  listKnown(personId: number, { after, limit, query }: ListPeople): Promise<Person[]> {
    const page = [after ?? 0, limit + 1];
    if (query === undefined) return this.db.query<Row>(KNOWN, [...page, personId]);
    return this.db.query<Row>(KNOWN_NAMED, [...page, query, personId]);
  }
}
