import { type Schema, strict } from '../openapi/document.js';

const message = (name: string, summary: string, payload: Schema) => ({ name, summary, payload });
const integer = (minimum: number) => ({ type: 'integer', minimum });
const nullable = (schema: Schema) => ({ oneOf: [schema, { type: 'null' }] });
const CHANGE = strict({
  project_id: integer(1),
  seq: integer(1),
  previous_seq: integer(0),
  kind: { enum: ['project', 'member', 'label', 'task', 'comment', 'relation', 'file'] },
  id: integer(1),
  deleted: { type: 'boolean' },
  data: nullable({ type: 'object' }),
  actor_id: nullable(integer(1)),
  request_id: nullable({ type: 'string' }),
});

const PRESENT = strict({
  id: integer(1),
  display_name: { type: 'string' },
  kind: { enum: ['person', 'service'] },
  task_id: nullable(integer(1)),
});

/** What clients and server say of projects that a client follows. */
export const PROJECT_MESSAGES = {
  subscribe: message(
    'subscribe',
    'Follow a project: what came after `since`, the number of a change, then what is new. The acknowledgement has `last_seq`, the number of the newest change.',
    strict({ project_id: integer(1), since: integer(0) }, ['project_id']),
  ),
  unsubscribe: message('unsubscribe', 'Follow a project no more.', strict({ project_id: integer(1) })),
  change: message(
    'change',
    'A thing of a project at its newest change, as `GET /projects/{id}/changes` lists it. `previous_seq` is the `seq` of the change that was sent before, or where the subscription began.',
    CHANGE,
  ),
  focus: message(
    'focus',
    'Where the person is in a project that the socket follows: at a task of it, or at none. To be said again after each subscription.',
    strict({ project_id: integer(1), task_id: nullable(integer(1)) }),
  ),
  presence: message(
    'presence',
    'Who follows the project at the moment, on all sockets, the person included, and where they are: first when one subscribes, then whenever it changes, at most once a second. Each person is there once, with the `focus` that was said last; the hundred with the lowest ids, by id.',
    strict({ project_id: integer(1), people: { type: 'array', items: PRESENT, maxItems: 100 } }),
  ),
  unsubscribed: message(
    'unsubscribed',
    'The project can no longer be read; `code` is what a request for it would be refused with.',
    strict({ project_id: integer(1), code: { type: 'string' } }),
  ),
};
