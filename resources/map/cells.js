/* Places gathered by cells of the screen where there are more than can be drawn one by one. Pure: no canvas.

A cell holds the places whose points at one zoom lie in one square; a cell with one place leaves it its own mark.
Counters follow the looks of the places by +1 and -1. Its mark stands at the middle of its places, but whole within the
square, so that marks of two cells never touch.
*/
(function (root) {
  "use strict";

  const { HATCHED, LOOKS_DISPUTED, MAX_CATEGORIES, eachSlice } = root.MapViewLooks;

  const SIDE = 64; // CSS pixels
  const OTHER = 2 * MAX_CATEGORIES; // claims on other topics only; before it solid values, then planned ones
  const KINDS = OTHER + 1;
  const RADII = [14, 14, 16, 19, 23, 27, 30]; // by the number of digits of its count

  function keyOf(x, y) {
    return Math.floor(x / SIDE) * 4194304 + Math.floor(y / SIDE);
  }

  class Cells {
    /** @param xs,ys world pixels by place  @param included places  @param slack pixels that a lone mark needs about it */
    constructor(xs, ys, included, slack) {
      const numbers = new Map();
      const n = included.length;
      const cellOf = new Int32Array(xs.length).fill(-1);
      for (let i = 0; i < n; i++) {
        const p = included[i];
        const key = keyOf(xs[p], ys[p]);
        let c = numbers.get(key);
        if (c === undefined) numbers.set(key, c = numbers.size);
        cellOf[p] = c;
      }
      this.numbers = numbers;
      this.cellOf = cellOf;
      this.count = numbers.size;
      this.start = new Uint32Array(this.count + 1);
      for (let i = 0; i < n; i++) this.start[cellOf[included[i]] + 1]++;
      for (let c = 0; c < this.count; c++) this.start[c + 1] += this.start[c];
      const next = this.start.slice(0, this.count);
      this.members = new Uint32Array(n);
      for (let i = 0; i < n; i++) this.members[next[cellOf[included[i]]]++] = included[i];
      this._place(xs, ys, slack);
      this.speaking = new Uint32Array(this.count);
      this.disputed = new Uint32Array(this.count);
      this.kinds = new Uint32Array(this.count * KINDS);
      this.stamps = new Array(this.count).fill(null); // what the layer paints, until the cell changes
    }

    _place(xs, ys, slack) {
      this.x = new Float64Array(this.count);
      this.y = new Float64Array(this.count);
      for (let c = 0; c < this.count; c++) {
        const size = this.sizeOf(c);
        for (let i = this.start[c]; i < this.start[c + 1]; i++) {
          this.x[c] += xs[this.members[i]] / size;
          this.y[c] += ys[this.members[i]] / size;
        }
        const edge = size > 1 ? this.radiusOf(c) + 3 : slack;
        const p = this.members[this.start[c]];
        const left = Math.floor(xs[p] / SIDE) * SIDE;
        const top = Math.floor(ys[p] / SIDE) * SIDE;
        this.x[c] = Math.min(Math.max(this.x[c], left + edge), left + SIDE - edge);
        this.y[c] = Math.min(Math.max(this.y[c], top + edge), top + SIDE - edge);
      }
    }

    /** How many places a cell holds. */
    sizeOf(c) {
      return this.start[c + 1] - this.start[c];
    }

    radiusOf(c) {
      return RADII[Math.min(RADII.length - 1, String(this.sizeOf(c)).length)];
    }

    /** The cell of several places that holds a place, or -1. */
    holding(p) {
      const c = this.cellOf[p];
      return c >= 0 && this.sizeOf(c) > 1 ? c : -1;
    }

    /** The cell of several places whose mark is under a point in world pixels, or -1. */
    at(x, y) {
      const c = this.numbers.get(keyOf(x, y));
      if (c === undefined || this.sizeOf(c) < 2) return -1;
      return Math.hypot(this.x[c] - x, this.y[c] - y) <= this.radiusOf(c) + 3 ? c : -1;
    }

    /** Count the look of a place (1) or take it back (-1). */
    add(p, code, change) {
      const c = this.cellOf[p];
      if (c < 0) return;
      this.stamps[c] = null;
      if (code & HATCHED) return;
      this.speaking[c] += change;
      if (code & LOOKS_DISPUTED) this.disputed[c] += change;
      let values = 0;
      eachSlice(code, (category, hollow) => {
        this.kinds[c * KINDS + category + (hollow ? MAX_CATEGORIES : 0)] += change;
        values++;
      });
      if (!values) this.kinds[c * KINDS + OTHER] += change;
    }

    /** The shares of a cell's values as {category (-1: other topics only), hollow, share}, in the legend's order. */
    sharesOf(c) {
      const kinds = this.kinds.subarray(c * KINDS, (c + 1) * KINDS);
      const total = kinds.reduce((sum, claims) => sum + claims, 0);
      const found = [];
      for (let category = 0; category < MAX_CATEGORIES; category++) {
        if (kinds[category]) found.push({ category, hollow: false, share: kinds[category] / total });
        const planned = kinds[category + MAX_CATEGORIES];
        if (planned) found.push({ category, hollow: true, share: planned / total });
      }
      if (kinds[OTHER]) found.push({ category: -1, hollow: false, share: kinds[OTHER] / total });
      return found;
    }
  }

  root.MapViewCells = { Cells, SIDE };
})(globalThis);
