import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiDocument, Operation } from '../../src/platform/documents/openapi/document.js';
import { DESCRIPTION } from '../support/openapi.js';

type Body = Record<string, unknown>;

const document = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as ApiDocument;
const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ ...document, $id: 'api' });

const bodies = Object.entries(document.paths)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => ({ name: `${method} ${path}`, ...one })))
  .filter(({ requestBody }) => requestBody)
  .map((operation) => ({ ...operation, media: mediaOf(operation) }));

function mediaOf({ requestBody }: Operation): { schema: { $ref: string }; example: Body } {
  return Object.values(requestBody?.content ?? {})[0] as ReturnType<typeof mediaOf>;
}

function fieldsOf({ $ref }: { $ref: string }): string[] {
  const schema = document.components.schemas[$ref.split('/').at(-1) ?? ''];
  return Object.keys((schema?.properties as object | undefined) ?? {});
}

test.each(bodies)('SPEC-015.15: the example of $name is a body that the route takes', ({ media }) => {
  // Give the dto an @Example: Swagger UI makes one up otherwise, of every field that there is.
  expect(media.example).toBeDefined();
  const validate = ajv.compile({ $ref: `api${media.schema.$ref}` });
  expect([validate(media.example), validate.errors]).toEqual([true, null]);
});

/** The id of nobody and nothing, for a body that can't do without one. */
const NOBODY = Number.MAX_SAFE_INTEGER;

test.each(bodies)('SPEC-015.15: the example of $name names nobody and nothing by an id', ({ media }) => {
  const isNobody = (value: unknown) => [value].flat().every((id) => id === NOBODY);
  const named = Object.fromEntries(Object.entries(media.example).filter(([, value]) => !isNobody(value)));
  // A text is not the id of a row: that of a passkey's credential is one.
  expect(JSON.stringify(named)).not.toMatch(/"\w*_?ids?":(?!")/);
});

const patches = bodies.filter(({ name }) => name.startsWith('patch'));

test.each(patches)('SPEC-015.15: the example of $name shows one field, and renames nothing', ({ media }) => {
  expect(Object.keys(media.example)).toHaveLength(1);
  const isAllThereIs = fieldsOf(media.schema).length === 1;
  if (!isAllThereIs) expect(Object.keys(media.example)[0]).not.toMatch(/name|title/);
});

test('SPEC-015.15: operations are grouped, and every group has a sentence', () => {
  // Give the module a @Section.
  expect(document.tags.filter(({ description }) => !/^[A-Z].*\.$/.test(description ?? ''))).toEqual([]);
});

test('SPEC-015.15: filters and types with a few values say which', () => {
  const parameters = Object.values(document.paths['/tasks'] ?? {}).flatMap((operation) => operation.parameters);
  const shown = JSON.stringify(parameters);
  for (const word of ['todo', 'in_progress', 'done', 'low', 'medium', 'high']) expect(shown).toContain(`"${word}"`);
  expect(shown).not.toContain('todo|');
  const type = (document.components.schemas.NotificationView?.properties as Record<string, { enum?: string[] }>).type;
  expect(type?.enum).toEqual(expect.arrayContaining(['comment_added', 'status_changed', 'task_assigned']));
});
