import { byId } from './dom.js';

/** Keys of the whole page, for what is not reached by tab and arrows. */
const kKeys = [
  ['1 ... 9, 0', 'recall a preset; with shift, save it'],
  ['N', 'next cue'],
  ['R', 'random pose: all latents that are not locked'],
  ['Z', 'latents that are not locked back to 0'],
  ['L', 'lock the latent whose slider has the focus'],
  ['D', 'draw a path on the map (or hold shift and drag)'],
  ['C', 'record, and stop'],
  ['T', 'trails of hands and feet'],
  ['F', 'the dancer alone, for a screen in the room, and back'],
  ['M', 'MIDI: touch a slider or a preset, then move a knob or hit a pad'],
  ['arrows', 'on the dancer: turn the view; on the map: move the place; on a slider: change it'],
  ['Backspace', 'on a slider: back to where it begins (or double-click)'],
  ['gamepad', 'left stick: place on the map, right stick: view, A: next cue, B: random, X: record'],
];

export function addKeys({ instrument, knobs, bar, stage }) {
  showHelp();
  addStageTools(stage);
  const acts = {
    KeyN: () => instrument.send('/poseaae/cue/next'),
    KeyR: () => knobs.randomise(),
    KeyZ: () => knobs.zero(),
    KeyL: () => knobs.rows?.find(({ input }) => input === document.activeElement)?.lock.click(),
    KeyD: () => byId('draw').click(),
    KeyC: () => byId('record').click(),
    KeyT: () => byId('trails').click(),
    KeyF: () => byId('alone').click(),
    KeyM: () => byId('midi').click(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('select, dialog')) return;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    if (digit !== undefined) {
      event.preventDefault();
      if (!event.repeat) (event.shiftKey ? bar.save(Number(digit)) : bar.recall(Number(digit)));
    } else if (event.key === '?') {
      byId('help').showModal();
    } else if (acts[event.code] && !event.repeat) {
      acts[event.code]();
    }
  });
}

/** What is shown of the stage. */
function addStageTools(stage) {
  byId('trails').addEventListener('click', ({ currentTarget }) => {
    stage.showsTrails = !stage.showsTrails;
    currentTarget.setAttribute('aria-pressed', stage.showsTrails);
  });
  byId('alone').addEventListener('click', ({ currentTarget }) => {
    const alone = document.body.classList.toggle('dancer-alone');
    currentTarget.setAttribute('aria-pressed', alone);
    // Where the browser refuses the whole screen, the window it is.
    (alone ? document.documentElement.requestFullscreen?.() : document.fullscreenElement && document.exitFullscreen())?.catch(() => {});
  });
}

function showHelp() {
  const rows = kKeys.map(([keys, deed]) => `<dt>${keys}</dt><dd>${deed}</dd>`).join('');
  byId('help').innerHTML = `<h2 id="help-title">keys and gestures</h2><dl>${rows}</dl>
    <form method="dialog"><button autofocus>close</button></form>`;
  byId('help-button').addEventListener('click', () => byId('help').showModal());
}
