/** JSON Schema 2020-12, as OpenAPI 3.1 uses it. */
export type Schema = Record<string, unknown>;

export interface Content {
  [contentType: string]: { schema: Schema; example?: object };
}

export interface Answer {
  description: string;
  headers?: Record<string, Schema>;
  content?: Content;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  style?: 'form';
  explode?: false;
  schema: Schema;
}

export interface Reference {
  $ref: string;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary?: string;
  description: string;
  security: Record<string, string[]>[];
  parameters: (Parameter | Reference)[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, Answer | Reference>;
  'x-permission'?: string;
  'x-relation'?: readonly string[];
}

export interface ApiDocument {
  openapi: string;
  info: Record<string, unknown>;
  servers: { url: string }[];
  tags: { name: string; description?: string | undefined }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Answer>;
    parameters: Record<string, Parameter>;
    headers: Record<string, Schema>;
    securitySchemes: Record<string, Schema>;
  };
}

export function refTo(kind: keyof ApiDocument['components'], name: string): Reference {
  return { $ref: `#/components/${kind}/${name}` };
}

/** An object with these properties and no other; all of them are there, unless it is said which. */
export function strict(properties: Record<string, Schema>, required = Object.keys(properties)): Schema {
  return { type: 'object', required, additionalProperties: false, properties };
}
