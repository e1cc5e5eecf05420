// Compiles one tsconfig with the plugins of nest-cli.json. In one process for all of them, so that what they share
// (the standard library, the types of packages) is read once. By itself: `node scripts/compile.mjs <tsconfig> <folder>`.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '..');
const parsed = new Map();

/**
 * Writes the JavaScript of a project, and its declarations where it wants some. Types are not checked here: that takes
 * twice as long, and `tsc` does it meanwhile in a process of its own.
 *
 * @returns whether it could be read and written
 */
export async function compile(project, { outDir, withPlugins = false }) {
  const program = programOf(project, outDir);
  const before = withPlugins ? await transformers(program) : [];
  const { diagnostics } = program.emit(undefined, undefined, undefined, undefined, { before });
  return report([...program.getConfigFileParsingDiagnostics(), ...program.getSyntacticDiagnostics(), ...diagnostics]);
}

function programOf(project, outDir) {
  const onUnRecoverableConfigFileDiagnostic = (problem) => report([problem]);
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic };
  const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile(project, { outDir, noCheck: true }, host);
  return ts.createProgram({
    rootNames: fileNames,
    options,
    host: readingOnce(ts.createCompilerHost(options)),
    configFileParsingDiagnostics: errors,
  });
}

function readingOnce(host) {
  const { getSourceFile } = host;
  host.getSourceFile = (file, options, ...rest) => {
    const key = `${file}\0${options.impliedNodeFormat}`;
    if (!parsed.has(key)) parsed.set(key, getSourceFile(file, options, ...rest));
    return parsed.get(key);
  };
  return host;
}

/** The same list that the Nest CLI reads. */
async function transformers(program) {
  const { compilerOptions } = JSON.parse(ts.sys.readFile(resolve(root, 'nest-cli.json')));
  const plugins = compilerOptions.plugins.map(async ({ name, options }) => {
    const { before } = await import(`${name}/plugin`);
    return before(options, readable(program));
  });
  return Promise.all(plugins);
}

/**
 * The plugin of @nestjs/swagger takes paths from printed types, and TypeScript prints `ü` as `\u00FC`: in a folder with
 * such a letter it would import files that are not there. Here types are printed as they are.
 */
function readable(program) {
  const checker = program.getTypeChecker();
  const typeToString = (...type) => unescaped(checker.typeToString(...type));
  return { ...program, getTypeChecker: () => ({ ...checker, typeToString }) };
}

function unescaped(text) {
  return text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

function report(diagnostics) {
  if (diagnostics.length === 0) return true;
  const host = { getCanonicalFileName: (path) => path, getCurrentDirectory: () => root, getNewLine: () => '\n' };
  console.error(ts.formatDiagnosticsWithColorAndContext(diagnostics, host));
  return false;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , project, outDir] = process.argv;
  process.exitCode = (await compile(project, { outDir, withPlugins: true })) ? 0 : 1;
}
