// node receive.mjs [PORT]: prints which joint is highest, frame by frame. Needs node-osc: npm install node-osc.
// pose_live sends to port 9004 unless told otherwise. node-osc gives no message event for what is inside a bundle, so
// leave --osc-bundle away. To play the dancer from here: new Client('127.0.0.1', 9002).send('/poseaae/tempo', 0.5)
import {Server} from 'node-osc';

const port = Number(process.argv[2] ?? 9004);
const server = new Server(port, '127.0.0.1');

server.on('message', ([address, ...values]) => {
  if (address !== '/mocap/0/joint/pos_world') return;
  let highest = 0;  // x y z of each joint, one after another, in metres, y up
  for (let joint = 0; 3 * joint < values.length; ++joint) {
    if (values[3 * joint + 1] > values[3 * highest + 1]) highest = joint;
  }
  console.log(`${values.length / 3} joints; joint ${highest} is highest, ${values[3 * highest + 1].toFixed(2)} m`);
});
