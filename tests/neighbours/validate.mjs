// validate.mjs FILE...: what Khronos's glTF validator says; fails on an error or a warning.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const validator = createRequire(import.meta.url)('gltf-validator');
for (const path of process.argv.slice(2)) {
  const report = await validator.validateBytes(new Uint8Array(readFileSync(path)), {
    uri: path,
    maxIssues: 1000,
  });
  const {numErrors, numWarnings, numInfos, messages} = report.issues;
  console.log(JSON.stringify({path, numErrors, numWarnings, numInfos}));
  for (const {code, message, pointer, severity} of messages) {
    if (severity < 2) console.error(code, message, pointer);
  }
  if (numErrors + numWarnings > 0) process.exitCode = 1;
}
