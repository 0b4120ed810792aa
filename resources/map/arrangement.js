/* Where everything on the map stands at one zoom: each place by its own mark, or gathered in cells where any screenful
holds more places than can be told apart. Time never changes it. No canvas, no Leaflet.

Few places are arranged once for a zoom. Of many, only the surroundings of the view are (area), and again when it leaves
them; what decides between marks and cells, and the cells themselves, depend on the zoom alone.
*/
(function (root) {
  "use strict";

  const { Grid, spread, placeLabels } = root.MapViewLayout;
  const { Cells } = root.MapViewCells;

  const ROOM = 1500; // square pixels that a mark needs, so that a screen of 1280 x 800 holds some 700
  const WHOLE = 3000; // places that are arranged all at once
  const TILE = 256;
  const LAST_LAT = 85.0511287798;
  const LEADS = 0.6; // of a mark's radius: what stands farther off its point has a line to it

  /** Web Mercator in a square of side 1, as Leaflet's at zoom 0, by place. */
  function mercator({ count, lat, lon }) {
    const unitX = new Float64Array(count);
    const unitY = new Float64Array(count);
    for (let p = 0; p < count; p++) {
      const bound = Math.min(Math.max(lat[p], -LAST_LAT), LAST_LAT);
      unitX[p] = lon[p] / 360 + 0.5;
      unitY[p] = 0.5 - Math.asinh(Math.tan((bound * Math.PI) / 180)) / (2 * Math.PI);
    }
    return { unitX, unitY };
  }

  function within(box, inner) {
    return box[0] <= inner[0] && box[1] <= inner[1] && box[2] >= inner[2] && box[3] >= inner[3];
  }

  class Arrangement {
    /**
     * @param unit {unitX, unitY}  @param isIn 1 by place that takes part, or null: all  @param zoom
     * @param view [left, top, right, bottom] in world pixels  @param ring radius of a mark with its ring
     */
    constructor(unit, isIn, zoom, view, ring) {
      const scale = TILE * 2 ** zoom;
      this.zoom = zoom;
      this.trueX = unit.unitX.map((x) => x * scale);
      this.trueY = unit.unitY.map((y) => y * scale);
      this.x = this.trueX.slice();
      this.y = this.trueY.slice();
      this.moved = new Uint8Array(this.x.length);
      this.labels = new Map();
      this.grid = new Grid(64);
      const included = Uint32Array.from(this.x.keys()).filter((p) => !isIn || isIn[p]);
      const [left, top, right, bottom] = view;
      const width = right - left;
      const height = bottom - top;
      this.area = included.length > WHOLE ? [left - width / 2, top - height / 2, right + width / 2, bottom + height / 2] : null;
      this.cells = this._isDense(included, width, height) ? new Cells(this.trueX, this.trueY, included, ring) : null;
      const { cells } = this;
      /** The places with a mark of their own, as far as they are arranged. */
      this.marks = included.filter((p) => (!cells || cells.holding(p) < 0) && this._isInArea(p));
      if (cells) this._takeFromCells(ring);
      else this._spread(ring);
      for (const p of this.marks) this.grid.add(this.x[p], this.y[p], p);
    }

    /** Whether it still holds. @param view as it was given */
    holds(zoom, view) {
      return zoom === this.zoom && (this.area === null || within(this.area, view));
    }

    _isInArea(p) {
      if (!this.area) return true;
      const [left, top, right, bottom] = this.area;
      return this.trueX[p] >= left && this.trueX[p] <= right && this.trueY[p] >= top && this.trueY[p] <= bottom;
    }

    _isDense(included, width, height) {
      const most = (width * height) / ROOM;
      if (included.length <= most) return false;
      const counts = new Map();
      for (let i = 0; i < included.length; i++) {
        const p = included[i];
        const key = Math.floor(this.trueX[p] / width) * 4194304 + Math.floor(this.trueY[p] / height);
        const count = (counts.get(key) || 0) + 1;
        if (count > most) return true;
        counts.set(key, count);
      }
      return false;
    }

    _takeFromCells(ring) {
      const { cells } = this;
      for (const p of this.marks) {
        this.x[p] = cells.x[cells.cellOf[p]];
        this.y[p] = cells.y[cells.cellOf[p]];
        this._lead(p, ring);
      }
    }

    _spread(ring) {
      const xs = Float64Array.from(this.marks, (p) => this.trueX[p]);
      const ys = Float64Array.from(this.marks, (p) => this.trueY[p]);
      const { x, y } = spread(xs, ys, ring);
      this.marks.forEach((p, i) => {
        this.x[p] = x[i];
        this.y[p] = y[i];
        this._lead(p, ring);
      });
    }

    /* A mark that was nudged by a pixel or two stands on its point; a line would be noise. */
    _lead(p, ring) {
      if (Math.hypot(this.x[p] - this.trueX[p], this.y[p] - this.trueY[p]) > ring * LEADS) this.moved[p] = 1;
    }

    /**
     * Give the marks' names their places.
     * @param order the marks, the most important first  @param sizeOf returns [width, height] of a place's name
     * @param radius of a mark  @param rightToLeft  @param box in which names must lie whole, or null
     */
    label(order, sizeOf, radius, rightToLeft, box) {
      const at = new Map();
      this.marks.forEach((p, i) => at.set(p, i));
      const marks = {
        x: Float64Array.from(this.marks, (p) => this.x[p]), y: Float64Array.from(this.marks, (p) => this.y[p]),
      };
      const sizes = Array.from(this.marks, sizeOf);
      const places = Array.from(order, (p) => at.get(p));
      placeLabels(marks, radius, sizes, places, rightToLeft, box, this._boxesOfCells()).forEach((spot, i) => {
        if (spot) this.labels.set(this.marks[i], spot);
      });
    }

    /** What names must leave free: the marks of cells. */
    _boxesOfCells() {
      const found = [];
      const { cells, area } = this;
      for (let c = 0; cells && c < cells.count; c++) {
        if (cells.sizeOf(c) < 2) continue;
        const [x, y, r] = [cells.x[c], cells.y[c], cells.radiusOf(c) + 2];
        if (!area || (x > area[0] && x < area[2] && y > area[1] && y < area[3])) found.push([x - r, y - r, x + r, y + r]);
      }
      return found;
    }
  }

  root.MapViewArrangement = { Arrangement, mercator };
})(globalThis);
