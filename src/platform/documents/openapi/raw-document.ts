import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { Content, Parameter, Schema } from './document.js';

/** What @nestjs/swagger reads off controllers, dtos and views; the nest build has put their types and comments there. */
export interface RawDocument {
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
}

export interface RawOperation {
  summary?: string;
  parameters: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content }>;
}

type View = abstract new () => object;

/** @param views beside those that handlers return: the shapes of bare answers */
export function readRawDocument(app: INestApplication, views: View[]): RawDocument {
  const frame = new DocumentBuilder().setOpenAPIVersion('3.1.0').build();
  return SwaggerModule.createDocument(app, frame, { extraModels: views }) as unknown as RawDocument;
}

/** What a handler returns; null is the only thing that has no schema. */
export function dataOf({ responses }: RawOperation): Schema {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  return success?.content?.['application/json']?.schema ?? { type: 'null' };
}
