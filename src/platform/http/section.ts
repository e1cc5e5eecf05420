const SECTION = 'fasttrack:section';

/** What the routes of a module are for, in a sentence: the heading under which the API description has them. */
export const Section =
  (sentence: string): ClassDecorator =>
  (target) =>
    Reflect.defineMetadata(SECTION, sentence, target);

export function sectionOf(module: object): string | undefined {
  return Reflect.getOwnMetadata(SECTION, module) as string | undefined;
}
