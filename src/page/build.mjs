/**
 * The page in one file: node build.mjs [SOURCE OUT [DEPFILE]]. three.js and the modules of SOURCE are bundled into one
 * inline module, the style sheet into a <style>; nothing is fetched when the page is open. DEPFILE gets the names of all
 * files that went in, for make and ninja.
 */
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [source = here, out = join(here, 'node_modules', '.page', 'page.html'), depfile] = process.argv.slice(2);
const inputs = [join(source, 'index.html')];

async function bundled(entry, options) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(source, entry)], bundle: true, minify: true, write: false, metafile: true, legalComments: 'inline',
    charset: 'utf8', target: 'es2022', logLevel: 'warning', nodePaths: [join(here, 'node_modules')], ...options,
  });
  inputs.push(...Object.keys(metafile.inputs).map((file) => resolve(file)));
  return outputFiles[0].text.trim();
}

const script = (await bundled('main.js', { format: 'esm' })).replaceAll('</script', '<\\/script');
const style = await bundled('style.css', {});
const page = (await readFile(join(source, 'index.html'), 'utf8'))
  .replace('/*style*/', () => style)
  .replace('/*script*/', () => script);
await mkdir(dirname(out), { recursive: true });
await writeFile(out, page);
if (depfile) await writeFile(depfile, `${out}: ${inputs.map((file) => file.replaceAll(' ', '\\ ')).join(' ')}\n`);
console.log(`${out}: ${(Buffer.byteLength(page) / 1e3).toFixed(0)} kB`);
