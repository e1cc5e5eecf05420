import { PageOf } from '../../platform/input/list-query.js';
import { PersonView } from '../users/person.view.js';

export class PeoplePage extends PageOf(PersonView) {}
