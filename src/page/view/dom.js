/** Small helpers for elements. */

export const byId = (id) => document.getElementById(id);

/** A button with a text and what it does. */
export function button(text, title, act) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.title = title;
  element.addEventListener('click', act);
  return element;
}

/** A <select> of [value, text] with its label. */
export function choice(label, options, act) {
  const element = document.createElement('label');
  element.className = 'choice';
  const select = document.createElement('select');
  select.append(...options.map(([value, text]) => new Option(text, value)));
  select.addEventListener('change', () => act(select.value));
  element.append(label, select);
  return { element, select };
}

/** Has a file saved by the browser. */
export function download(name, content, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
