/**
 * The page in one file: node build.mjs [OUT]. three.js and the modules here are bundled into one inline module, the style
 * sheet into a <style>; nothing is fetched when the page is open.
 */
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, 'node_modules', '.page', 'page.html');

const bundled = async (entry, options) => {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)], bundle: true, minify: true, write: false, legalComments: 'inline',
    charset: 'utf8', target: 'es2022', logLevel: 'warning', nodePaths: [join(process.cwd(), 'node_modules')], ...options,
  });
  return outputFiles[0].text.trim();
};

const script = (await bundled('main.js', { format: 'esm' })).replaceAll('</script', '<\\/script');
const style = await bundled('style.css', { loader: { '.css': 'css' } });
const page = (await readFile(join(here, 'index.html'), 'utf8'))
  .replace('/*style*/', () => style)
  .replace('/*script*/', () => script);
await mkdir(dirname(out), { recursive: true });
await writeFile(out, page);
console.log(`${out}: ${(Buffer.byteLength(page) / 1e3).toFixed(0)} kB`);
