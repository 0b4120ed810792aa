/* Names beside marks: broken into lines, measured once for a language, painted once for a place and theme. */
(function (root) {
  "use strict";

  const { THEMES } = root.MapViewMarks;

  const SIZE = 12.5;
  const LEADING = 15;
  const WIDTH = 138;
  const NARROW_WIDTH = 123; // on a telephone's map, which cuts what is wider beside its outer marks
  const NARROW_MAP = 520;
  const LINES = 3;
  const HALO = 4; // pixels around a label's sprite
  const MOST = 6000; // names to keep
  const FAMILY = '"MapView Sans"';

  class Labels {
    /** @param parts of what is painted: halo ("strokeText") and letters ("fillText") */
    constructor(parts = ["strokeText", "fillText"]) {
      this.parts = parts;
      this.width = WIDTH;
      this.made = new Map();
      this.measure = document.createElement("canvas").getContext("2d");
    }

    clear() {
      this.made.clear();
    }

    /** Break names so that they find room on a map. @param mapWidth in pixels */
    fitTo(mapWidth) {
      const width = mapWidth < NARROW_MAP ? NARROW_WIDTH : WIDTH;
      if (width !== this.width) this.clear();
      this.width = width;
    }

    /** Forget what is too much to keep. */
    prune() {
      if (this.made.size > MOST) this.clear();
    }

    /** Forget how labels are aligned: each may stand at another side of its mark now. */
    realign() {
      for (const label of this.made.values()) label.sprites = [null, null];
    }

    /** Width and height of the label of place p. */
    sizeOf(p, name) {
      return this._of(p, name).size;
    }

    _of(p, name) {
      let label = this.made.get(p);
      if (!label) {
        this.measure.font = `600 ${SIZE}px ${FAMILY}`;
        const lines = wrap(this.measure, name, this.width);
        const width = Math.ceil(Math.max(...lines.map((line) => this.measure.measureText(line).width)));
        label = { lines, size: [width, lines.length * LEADING], sprites: [null, null], ratio: 0 };
        this.made.set(p, label);
      }
      return label;
    }

    /**
     * Put the label of place p with a halo around it on a canvas; x and y are its upper left corner.
     * @param side "left", "right" or "center": where its lines are aligned
     * @param style {theme, rightToLeft, ratio, isQuiet}
     */
    stamp(context, p, name, side, style, x, y) {
      const { size: [width, height] } = this._of(p, name);
      context.drawImage(this._sprite(p, name, side, style), x - HALO, y - HALO, width + 2 * HALO, height + 2 * HALO);
    }

    _sprite(p, name, side, { theme, rightToLeft, ratio, isQuiet }) {
      const label = this._of(p, name);
      if (label.ratio !== ratio) label.sprites = [null, null];
      label.ratio = ratio;
      const which = isQuiet ? 1 : 0;
      if (!label.sprites[which]) label.sprites[which] = paint(label, side, THEMES[theme], { rightToLeft, ratio, isQuiet }, this.parts);
      return label.sprites[which];
    }
  }

  function paint(label, side, theme, { rightToLeft, ratio, isQuiet }, parts) {
    const [width, height] = label.size;
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil((width + 2 * HALO) * ratio);
    canvas.height = Math.ceil((height + 2 * HALO) * ratio);
    const context = canvas.getContext("2d");
    context.scale(canvas.width / (width + 2 * HALO), canvas.height / (height + 2 * HALO));
    write(context, label, side, theme, { rightToLeft, isQuiet }, parts);
    return canvas;
  }

  /** Write a label a halo's width from the corner: its halo ("strokeText"), its letters ("fillText"), or both. */
  function write(context, { lines, size: [width] }, side, theme, { rightToLeft, isQuiet }, parts) {
    context.font = `${isQuiet ? 400 : 600} ${SIZE}px ${FAMILY}`;
    context.textBaseline = "middle";
    context.direction = rightToLeft ? "rtl" : "ltr";
    context.textAlign = side;
    const x = HALO + (side === "center" ? width / 2 : side === "right" ? width : 0);
    context.lineJoin = "round";
    context.lineWidth = HALO * 1.75;
    context.strokeStyle = theme.halo;
    context.fillStyle = isQuiet ? theme.quiet : theme.ink;
    for (const part of parts) {
      lines.forEach((line, i) => context[part](line, x, HALO + (i + 0.5) * LEADING));
    }
  }

  /** Break a name into lines of at most a width; what does not fit ends in an ellipsis. */
  function wrap(context, name, width) {
    const lines = [];
    let line = "";
    for (const word of name.split(/\s+/)) {
      const longer = line ? `${line} ${word}` : word;
      if (line && context.measureText(longer).width > width) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.push(line);
    if (lines.length <= LINES) return lines;
    return [...lines.slice(0, LINES - 1), `${lines[LINES - 1]} …`];
  }

  root.MapViewLabels = { HALO, Labels, write };
})(globalThis);
