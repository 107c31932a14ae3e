import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Model } from '../../src/page/model/model.js';

/** What tests ask of the project's programs: POSEAAE_BIN_DIR has them, POSEAAE_PYTHON runs its package. */

export const source = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const folder = mkdtempSync(join(tmpdir(), 'poseaae-page-test-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const wanted = (name) => {
  if (!process.env[name]) throw new Error(`expected ${name} in the environment, as CTest sets it`);
  return process.env[name];
};

export function program(name, ...options) {
  return execFileSync(join(wanted('POSEAAE_BIN_DIR'), name), options, { cwd: source, stdio: ['ignore', 'pipe', 'pipe'] });
}

export function python(...options) {
  return execFileSync(wanted('POSEAAE_PYTHON'), options, { cwd: source, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The file of a model of the shipped dances, trained for one epoch with these settings. */
export function trained(name, settings) {
  const run = join(folder, name);
  const all = { 'training.epochs': 1, 'training.threads': 1, 'output.dir': run, ...settings };
  program('aae_train', '--config', 'configs/dance.yaml', ...Object.entries(all).flatMap(([key, value]) => ['--set', `${key}=${value}`]));
  return join(run, 'best.safetensors');
}

export function bufferOf(file) {
  const bytes = readFileSync(file);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

export const modelOf = (file) => new Model(bufferOf(file));

/** Rows of a CSV file without its header. */
export function csvRows(file) {
  return readFileSync(file, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
}
