import { FileField } from '../../platform/files/file-field.js';
import type { ReceivedFile } from '../../platform/files/received-file.js';
import { Example } from '../../platform/input/example.js';

@Example({ file: 'Water the beds before noon.' })
export class AddFile {
  /** A body without parts is one in which the file is missing. */
  static readonly mayBeAbsent = true;

  /** Any file, with a name of 1 to 255 characters. Of a path, the last part is its name. */
  @FileField()
  file!: ReceivedFile;
}
