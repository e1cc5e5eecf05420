const SECTION = 'fasttrack:section';

/** One sentence on the routes of a module: the description of their tag in the API description. */
export const Section =
  (sentence: string): ClassDecorator =>
  (target) =>
    Reflect.defineMetadata(SECTION, sentence, target);

export function sectionOf(module: object): string | undefined {
  return Reflect.getOwnMetadata(SECTION, module) as string | undefined;
}
