import { Optional, Text } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';

export class ListPeople extends ListQuery {
  /** Beginnings of words of the name, in any order, without case and accents: `lou mar` finds Márta Loukas. */
  @Optional()
  @Text({ min: 1, max: 200 })
  query?: string;
}
