/* Where marks and labels go: pure geometry, no canvas. All positions are world pixels at one zoom, so the result
depends on the places and the zoom alone: it holds while the map is panned and time is scrubbed.

A mark that would touch another moves away from it, never farther than MAX_SHIFT; marks that move are drawn with a
line to their true point. Where that is not far enough they overlap: a mark must not stand for a place that it is far
from. A label takes the first spot about its mark that is free, in order of importance.
*/
(function (root) {
  "use strict";

  const GAP = 3;
  const MAX_SHIFT = 28;
  const ROUNDS = 160;
  const WORK = 4e6; // pairs of marks to compare at most, a fraction of a second: a dense heap never comes apart
  const LABEL_GAP = 4;
  const FAR = [16, 34, 56]; // pixels beyond the usual gap at which a label needs a line to its mark
  const DIRECTIONS = 12;
  const BETWEEN = 2; // pixels on either side of a label that stay free

  function cellKey(x, y, size) {
    return Math.floor(x / size) * 4194304 + Math.floor(y / size);
  }

  /** A grid over points that can be asked for the points near a position. */
  class Grid {
    constructor(size) {
      this.size = size;
      this.cells = new Map();
    }

    add(x, y, item) {
      const key = cellKey(x, y, this.size);
      const cell = this.cells.get(key);
      if (cell) cell.push(item);
      else this.cells.set(key, [item]);
    }

    /** Call visit(item) for all items in the cells that a square of this half width touches. */
    near(x, y, reach, visit) {
      const { size } = this;
      for (let cx = Math.floor((x - reach) / size); cx <= Math.floor((x + reach) / size); cx++) {
        for (let cy = Math.floor((y - reach) / size); cy <= Math.floor((y + reach) / size); cy++) {
          const cell = this.cells.get(cx * 4194304 + cy);
          if (cell) for (const item of cell) visit(item);
        }
      }
    }
  }

  /**
   * Spread marks so that they do not cover one another.
   * @param xs,ys true positions  @param radius outer radius of a mark
   * @returns {x, y}: Float64Arrays of drawn positions
   */
  function spread(xs, ys, radius) {
    const x = Float64Array.from(xs);
    const y = Float64Array.from(ys);
    const apart = 2 * radius + GAP;
    const crowded = findCrowded(x, y, apart + 2 * MAX_SHIFT);
    let work = 0;
    for (let round = 0; round < ROUNDS && work < WORK; round++) {
      const { touched, pairs } = pushApart(x, y, xs, ys, crowded, apart);
      if (!touched) break;
      work += pairs;
    }
    return { x, y };
  }

  /** Marks with another one within reach: all others keep their place. */
  function findCrowded(x, y, reach) {
    const grid = new Grid(reach);
    for (let i = 0; i < x.length; i++) grid.add(x[i], y[i], i);
    const crowded = [];
    for (let i = 0; i < x.length; i++) {
      let company = false;
      grid.near(x[i], y[i], reach, (j) => {
        if (!company && j !== i && Math.hypot(x[i] - x[j], y[i] - y[j]) < reach) company = true;
      });
      if (company) crowded.push(i);
    }
    return crowded;
  }

  function pushApart(x, y, xs, ys, crowded, apart) {
    const grid = new Grid(apart);
    for (const i of crowded) grid.add(x[i], y[i], i);
    let touched = false;
    let pairs = crowded.length;
    for (const i of crowded) {
      grid.near(x[i], y[i], apart, (j) => {
        pairs++;
        if (j <= i) return;
        let dx = x[j] - x[i];
        let dy = y[j] - y[i];
        let distance = Math.hypot(dx, dy);
        if (distance >= apart - 0.01) return;
        touched = true;
        if (distance < 0.5) {
          // On the same spot: the golden angle gives each index a direction of its own, the same every time.
          dx = Math.cos(j * 2.39996);
          dy = Math.sin(j * 2.39996);
          distance = 1;
        }
        const push = (0.5 * (apart - Math.min(distance, apart))) / distance;
        x[i] -= dx * push;
        y[i] -= dy * push;
        x[j] += dx * push;
        y[j] += dy * push;
      });
    }
    for (const i of crowded) {
      const shift = Math.hypot(x[i] - xs[i], y[i] - ys[i]);
      if (shift > MAX_SHIFT) {
        x[i] = xs[i] + ((x[i] - xs[i]) * MAX_SHIFT) / shift;
        y[i] = ys[i] + ((y[i] - ys[i]) * MAX_SHIFT) / shift;
      }
    }
    return { touched, pairs };
  }

  function overlaps(a, b) {
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  }

  function spots(x, y, radius, width, height, rightToLeft) {
    const away = radius + LABEL_GAP;
    const middle = y - height / 2;
    const right = [x + away, middle];
    const left = [x - away - width, middle];
    const slant = away * 0.72;
    const corners = [
      [x + slant, y - slant - height * 0.7], [x + slant, y + slant - height * 0.3],
      [x - slant - width, y - slant - height * 0.7], [x - slant - width, y + slant - height * 0.3],
    ];
    const ends = [[x - width / 2, y + away - 1], [x - width / 2, y - away - height + 1]];
    return rightToLeft ? [left, right, ...corners, ...ends] : [right, left, ...corners, ...ends];
  }

  /** Spots farther off, all around, the sides before above and below; from there a line leads to the mark. */
  function farSpots(x, y, radius, width, height, rightToLeft) {
    const found = [];
    const start = rightToLeft ? Math.PI : 0;
    for (const far of FAR) {
      for (let i = 0; i < DIRECTIONS; i++) {
        // 0, +1, -1, +2, -2 ... twelfths of a turn from the reader's side.
        const turn = start + ((i % 2 ? 1 : -1) * Math.ceil(i / 2) * 2 * Math.PI) / DIRECTIONS;
        const reach = radius + LABEL_GAP + far;
        const atX = x + reach * Math.cos(turn);
        const atY = y + reach * Math.sin(turn);
        const side = Math.cos(turn);
        const left = Math.abs(side) < 0.3 ? atX - width / 2 : side > 0 ? atX : atX - width;
        const top = atY - height / 2 + (Math.sin(turn) * height) / 2;
        found.push([left, top, { x: atX, y: atY }]);
      }
    }
    return found;
  }

  /** Whether a line from a mark to a point touches another mark, as whose line it would be read. */
  function crossesMark(marks, standing, radius, from, end) {
    const x = marks.x[from];
    const y = marks.y[from];
    const dx = end.x - x;
    const dy = end.y - y;
    const length = dx * dx + dy * dy;
    let crosses = false;
    standing.near(x + dx / 2, y + dy / 2, Math.sqrt(length) / 2 + radius, (j) => {
      if (j === from || crosses) return;
      const along = ((marks.x[j] - x) * dx + (marks.y[j] - y) * dy) / length;
      const nearest = Math.min(Math.max(along, 0.2), 1);
      crosses = Math.hypot(marks.x[j] - x - nearest * dx, marks.y[j] - y - nearest * dy) < radius;
    });
    return crosses;
  }

  /**
   * Give labels their places.
   * @param marks {x, y} drawn positions  @param radius outer radius of a mark
   * @param sizes [width, height] of each label, in order of the marks; null for none
   * @param order indices, the most important first
   * @param within [left, top, right, bottom] in which labels must lie whole and may stand farther off with a line; null:
   *   anywhere, close to their marks
   * @param boxes [left, top, right, bottom] that labels leave free besides
   * @returns per mark [x, y] of the label's upper left corner, with the end {x, y} of its line where it has one; null
   *   where there is no room
   */
  function placeLabels(marks, radius, sizes, order, rightToLeft, within = null, boxes = []) {
    const taken = new Grid(64);
    const standing = new Grid(64);
    const put = (box) => {
      for (let gx = box[0]; gx < box[2] + 64; gx += 64) {
        for (let gy = box[1]; gy < box[3] + 64; gy += 64) {
          taken.add(Math.min(gx, box[2]), Math.min(gy, box[3]), box);
        }
      }
    };
    const isFree = (box) => {
      let free = !within || (box[0] >= within[0] && box[1] >= within[1] && box[2] <= within[2] && box[3] <= within[3]);
      const reach = Math.max(box[2] - box[0], box[3] - box[1]) / 2;
      taken.near((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, reach, (other) => {
        if (free && overlaps(box, other)) free = false;
      });
      return free;
    };
    boxes.forEach(put);
    for (let i = 0; i < marks.x.length; i++) {
      const x = marks.x[i];
      const y = marks.y[i];
      standing.add(x, y, i);
      put([x - radius, y - radius, x + radius, y + radius]);
    }
    const found = new Array(marks.x.length).fill(null);
    for (const i of order) {
      if (!sizes[i]) continue;
      const [width, height] = sizes[i];
      const about = [marks.x[i], marks.y[i], radius, width, height, rightToLeft];
      const near = spots(...about);
      for (const [left, top, end] of within ? [...near, ...farSpots(...about)] : near) {
        const box = [left - BETWEEN, top, left + width + BETWEEN, top + height];
        if (!isFree(box) || (end && crossesMark(marks, standing, radius, i, end))) continue;
        put(box);
        found[i] = end ? [left, top, end] : [left, top];
        break;
      }
    }
    return found;
  }

  const api = { Grid, spread, placeLabels, MAX_SHIFT };
  if (typeof module === "object" && module.exports) module.exports = api;
  else root.MapViewLayout = api;
})(typeof globalThis === "object" ? globalThis : this);
