import { Model } from '../model/model.js';
import { bytesOfBase64, floatsOfBase64 } from '../model/safetensors.js';

/**
 * The model and what belongs to it, of the JSON that `latent_map explore` puts into the page (docs/FILES.md, "A space in
 * one file"): numbers as float32 in base64.
 * @returns {{model: Model, space: object}}
 * @throws {Error} where it is not one
 */
export function openSpace(json) {
  const content = JSON.parse(json);
  if (content.version !== 1) throw new Error(`space: expected version 1, found ${content.version}; use a newer page`);
  const model = new Model(bytesOfBase64(content.model));
  const rows = (base64, width) => rowsOf(floatsOfBase64(base64), width);
  const map = {
    ...content.map,
    places: rows(content.map.places, 2).map((place) => [...place]),
    latents: rows(content.map.latents, model.latents),
  };
  const clips = content.clips.map((clip) => ({ ...clip, latents: rows(clip.latents, model.latents) }));
  return { model, space: { title: content.title, key: content.key, map, clips, styles: content.styles } };
}

function rowsOf(numbers, width) {
  return Array.from({ length: numbers.length / width }, (_, n) => numbers.subarray(n * width, (n + 1) * width));
}
