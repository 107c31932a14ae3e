/**
 * Seeded random numbers, the same as those of poseaae::Random: bits of MT19937-64 (Matsumoto and Nishimura 2000, "Tables
 * of 64-bit Mersenne twisters"), uniform numbers of 53 of them, normal ones by Box and Muller 1958, one of each pair.
 */

const kWords = 312, kMiddle = 156;
const kAll = 0xffffffffffffffffn, kUpper = 0xffffffff80000000n, kLower = 0x7fffffffn;

export class Random {
  /** @param {number} seed whole, from 0 on */
  constructor(seed) {
    this.words = [BigInt(seed)];
    for (let i = 1; i < kWords; ++i) {
      const before = this.words[i - 1];
      this.words.push((6364136223846793005n * (before ^ (before >> 62n)) + BigInt(i)) & kAll);
    }
    this.next = kWords;
  }

  /** 64 bits. @returns {bigint} */
  bits() {
    if (this.next === kWords) this.twist();
    let x = this.words[this.next++];
    x ^= (x >> 29n) & 0x5555555555555555n;
    x ^= (x << 17n) & 0x71d67fffeda60000n;
    x ^= (x << 37n) & 0xfff7eee000000000n;
    return x ^ (x >> 43n);
  }

  /** In [0, 1). */
  uniform() {
    return Number(this.bits() >> 11n) * 2 ** -53;
  }

  /** Of N(0, 1). */
  normal() {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** (n) of N(0, 1). */
  normals(n) {
    return Float64Array.from({ length: n }, () => this.normal());
  }

  twist() {
    const { words } = this;
    for (let i = 0; i < kWords; ++i) {
      const x = (words[i] & kUpper) | (words[(i + 1) % kWords] & kLower);
      const odd = (x & 1n) === 1n ? 0xb5026f5aa96619e9n : 0n;
      words[i] = words[(i + kMiddle) % kWords] ^ (x >> 1n) ^ odd;
    }
    this.next = 0;
  }
}
