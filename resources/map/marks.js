/* What a mark looks like: one drawing used by the map, by the legend and by the cards, so that they cannot differ.

A look is {shape, slices, fade, stale, hatched, faint, start, end, disputed, superseded}; slices are {c, colour, hollow,
announced}, at most three, c the number of the value. Of faint ones, start and end tell which end of the dates is doubtful: that half of the edge is
dotted; fade rises from 1 to 3 away from it and is 0 where it does not matter. Stale rises from 1 to 3 with the days that
nobody confirmed the claims. looks.js packs a look into a number.
Colour carries the value, and so does a pattern of lines for each value in turn; shape and hatching carry theirs without.
*/
(function (root) {
  "use strict";

  const RADIUS = 9; // of the shape's circumscribed circle, CSS pixels
  const RING_RADIUS = 13;
  const SPRITE = 36; // side of the square that holds a mark with its ring

  const CORE = 3.4; // radius of what stands for an announcement
  const CELL_RING = 5; // of a cell's mark, in CSS pixels
  const CELL_ROOM = 8; // pixels about a cell's sprite, both sides together
  const CELL_FONT = '600 11px "MapView Sans"';
  const MOST_SPRITES = 4000;

  const FADED = [1, 0.32, 0.48, 0.64];
  const STALE = [1, 0.8, 0.58, 0.38];

  const SHAPE_OF_KIND = {
    air_base: "triangle", airport: "triangle",
    base: "square", camp: "square",
    headquarters: "diamond",
    city: "circle", town: "circle", village: "circle", neighbourhood: "circle",
    area: "hexagon", country: "hexagon", governorate: "hexagon", region: "hexagon", district: "hexagon",
  };
  const SHAPES = ["triangle", "square", "diamond", "circle", "hexagon", "pentagon"];

  const THEMES = {
    light: {
      ink: "#1c2127", paper: "#ffffff", halo: "rgba(255,255,255,0.94)", neutral: "#878d96", edge: "#2b3138",
      quiet: "#5b6470", accent: "#0b57d0",
    },
    dark: {
      ink: "#f1f3f5", paper: "#1b1f24", halo: "rgba(18,21,25,0.92)", neutral: "#9aa1ab", edge: "#0d0f12",
      quiet: "#a9b1bb", accent: "#8ab4f8",
    },
  };

  function shapeOf(kind) {
    return SHAPE_OF_KIND[kind] || "pentagon";
  }

  function polygon(context, corners, radius, turn) {
    for (let i = 0; i < corners; i++) {
      const angle = turn + (2 * Math.PI * i) / corners;
      const x = radius * Math.cos(angle);
      const y = radius * Math.sin(angle);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.closePath();
  }

  /** Add the outline of a shape around the origin to the path; all shapes have about the same area. */
  function outline(context, shape, radius) {
    context.beginPath();
    switch (shape) {
      case "triangle":
        context.translate(0, radius * 0.18);
        polygon(context, 3, radius * 1.2, -Math.PI / 2);
        context.translate(0, -radius * 0.18);
        break;
      case "square": context.rect(-radius * 0.82, -radius * 0.82, radius * 1.64, radius * 1.64); break;
      case "diamond": polygon(context, 4, radius * 1.14, -Math.PI / 2); break;
      case "hexagon": polygon(context, 6, radius * 1.04, 0); break;
      case "pentagon": polygon(context, 5, radius * 1.08, Math.PI / 2); break;
      default: context.arc(0, 0, radius * 0.94, 0, 2 * Math.PI);
    }
  }

  function sector(context, index, count) {
    const reach = RADIUS * 3;
    const turn = -Math.PI / 2;
    context.beginPath();
    context.moveTo(0, 0);
    context.arc(0, 0, reach, turn + (2 * Math.PI * index) / count, turn + (2 * Math.PI * (index + 1)) / count);
    context.closePath();
  }

  function hatch(context, colour) {
    context.strokeStyle = colour;
    context.lineWidth = 1.3;
    context.beginPath();
    for (let d = -24; d <= 24; d += 4) {
      context.moveTo(d - 12, 12);
      context.lineTo(d + 12, -12);
    }
    context.stroke();
  }

  // Lines from -1 to 1 about the middle of a slice: what tells values apart where colours do not.
  const PATTERNS = [
    [],
    [[-1, 0, 1, 0]],
    [[0, -1, 0, 1]],
    [[-1, 0, 1, 0], [0, -1, 0, 1]],
    [[-0.8, -0.8, 0.8, 0.8], [-0.8, 0.8, 0.8, -0.8]],
    [[-1, -0.5, 1, -0.5], [-1, 0.5, 1, 0.5]],
    [[-0.5, -1, -0.5, 1], [0.5, -1, 0.5, 1]],
    [[-1, 0.7, 0, -0.7], [0, -0.7, 1, 0.7]],
  ];
  const PATTERN_REACH = [0, 4.6, 2.6, 2.4]; // pixels from the middle, by number of slices
  const PATTERN_OFF = [0, 0, 4.2, 4.8]; // of the middle of a slice from that of the mark

  /** Relative luminance (WCAG 2.2) of a colour #rrggbb, from 0 to 1. */
  function luminanceOf(colour) {
    const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
    const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  /** Paint the pattern of a slice's value. @param count number of slices  @param index of this one */
  function paintPattern(context, slice, index, count) {
    const lines = PATTERNS[slice.c] || [];
    const reach = slice.announced ? CORE : PATTERN_REACH[count];
    const turn = -Math.PI / 2 + (2 * Math.PI * (index + 0.5)) / count;
    const x = PATTERN_OFF[count] * Math.cos(turn);
    const y = PATTERN_OFF[count] * Math.sin(turn);
    context.beginPath();
    for (const [x0, y0, x1, y1] of lines) {
      context.moveTo(x + reach * x0, y + reach * y0);
      context.lineTo(x + reach * x1, y + reach * y1);
    }
    // What is hollow has its lines in its colour; black and white are alike apart from a luminance of 0.18.
    context.strokeStyle = slice.hollow ? slice.colour : luminanceOf(slice.colour) > 0.18 ? "#000000" : "#ffffff";
    context.lineWidth = 1.5;
    context.lineCap = "butt";
    context.stroke();
  }

  function paintSlice(context, shape, slice, theme) {
    if (slice.hollow || slice.announced) {
      context.fillStyle = theme.paper;
      context.fill();
      outline(context, shape, RADIUS);
      context.strokeStyle = slice.colour;
      context.lineWidth = slice.announced ? 5 : 7; // half of it falls outside and is clipped away
      context.stroke();
      if (!slice.announced) return;
      context.beginPath();
      context.arc(0, 0, CORE, 0, 2 * Math.PI);
      context.fillStyle = slice.colour;
      context.fill();
    } else {
      context.fillStyle = slice.colour;
      context.fill();
    }
  }

  /** The sign of what is said of something else. */
  function paintDots(context, theme) {
    context.fillStyle = theme.paper;
    for (const x of [-3.8, 0, 3.8]) {
      context.beginPath();
      context.arc(x, 0.6, 1.15, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** Lines between slices, which may be of one brightness. */
  function paintCuts(context, count, theme) {
    context.beginPath();
    for (let index = 0; index < count; index++) {
      const angle = -Math.PI / 2 + (2 * Math.PI * index) / count;
      context.moveTo(0, 0);
      context.lineTo(2 * RADIUS * Math.cos(angle), 2 * RADIUS * Math.sin(angle));
    }
    context.strokeStyle = theme.paper;
    context.lineWidth = 1.2;
    context.stroke();
  }

  function paintFill(context, look, theme) {
    const { shape, slices } = look;
    context.save();
    outline(context, shape, RADIUS);
    context.clip();
    if (look.hatched) {
      context.fillStyle = theme.paper;
      context.fill();
      hatch(context, theme.quiet);
    } else if (slices.length === 0) {
      context.fillStyle = theme.neutral;
      context.fill();
      paintDots(context, theme);
    } else if (slices.length === 1) {
      paintSlice(context, shape, slices[0], theme);
      paintPattern(context, slices[0], 0, 1);
    } else {
      slices.forEach((slice, index) => {
        context.save();
        sector(context, index, slices.length);
        context.clip();
        outline(context, shape, RADIUS);
        paintSlice(context, shape, slice, theme);
        paintPattern(context, slice, index, slices.length);
        context.restore();
      });
      paintCuts(context, slices.length, theme);
    }
    context.restore();
  }

  function paintEdge(context, look, theme) {
    context.globalAlpha = 1;
    if (look.faint) {
      // Time runs as the page is read.
      const before = document.documentElement.dir === "rtl" ? 1 : -1;
      paintHalfEdge(context, look, before, look.start, theme);
      paintHalfEdge(context, look, -before, look.end, theme);
      return;
    }
    outline(context, look.shape, RADIUS);
    context.strokeStyle = look.hatched ? theme.quiet : look.superseded ? theme.ink : theme.edge;
    context.lineWidth = look.hatched ? 1 : 1.2;
    if (look.superseded) context.setLineDash([2.4, 2]);
    context.stroke();
    context.setLineDash([]);
  }

  /** Paint the left (-1) or the right half of an edge, dotted if its end of the dates is doubtful. */
  function paintHalfEdge(context, look, side, isDoubtful, theme) {
    context.save();
    context.beginPath();
    context.rect(Math.min(0, side * SPRITE), -SPRITE, SPRITE, 2 * SPRITE);
    context.clip();
    outline(context, look.shape, RADIUS);
    context.strokeStyle = isDoubtful ? theme.quiet : theme.ink;
    context.lineWidth = isDoubtful ? 1.2 : 1.6;
    if (isDoubtful) {
      context.globalAlpha = 0.75;
      context.setLineDash([0.1, 2.6]);
      context.lineCap = "round";
    } else if (look.superseded) {
      context.setLineDash([2.4, 2]);
    }
    context.stroke();
    context.restore();
  }

  /** Paint a look around the origin of a 2D context whose unit is the CSS pixel. */
  function paintMark(context, look, themeName) {
    const theme = THEMES[themeName];
    context.lineJoin = "round";
    // A halo of paper keeps the mark apart from the basemap in both themes.
    outline(context, look.shape, RADIUS);
    context.strokeStyle = theme.halo;
    context.lineWidth = 4.5;
    context.stroke();
    context.fillStyle = theme.paper;
    context.fill();
    context.globalAlpha = Math.min(look.faint ? FADED[look.fade] : 1, STALE[look.stale || 0]);
    paintFill(context, look, theme);
    paintEdge(context, look, theme);
    if (look.disputed) {
      context.beginPath();
      context.arc(0, 0, RING_RADIUS, 0, 2 * Math.PI);
      context.strokeStyle = theme.halo;
      context.lineWidth = 4.6;
      context.stroke();
      context.strokeStyle = theme.ink;
      context.lineWidth = 2;
      context.stroke();
    }
  }

  function canvasOf(side, ratio) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(side * ratio);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.translate(side / 2, side / 2);
    return { canvas, context };
  }

  /** Paint the mark of a cell: the shares of its values as a ring about its count, which the layer writes. */
  function paintCell(context, { radius, shares, silent, disputed }, themeName) {
    const theme = THEMES[themeName];
    const disc = (r) => {
      context.beginPath();
      context.arc(0, 0, r, 0, 2 * Math.PI);
    };
    disc(radius + (disputed ? 3 : 1.5));
    context.fillStyle = disputed ? theme.ink : theme.halo;
    context.fill();
    disc(radius + 1);
    context.fillStyle = theme.paper;
    context.fill();
    let turn = -Math.PI / 2;
    for (const { colour, hollow, share } of shares) {
      const end = turn + 2 * Math.PI * share;
      context.beginPath();
      context.arc(0, 0, radius, turn, end);
      context.arc(0, 0, radius - CELL_RING, end, turn, true);
      context.closePath();
      context.fillStyle = hollow ? theme.paper : colour;
      context.fill();
      if (hollow) {
        context.strokeStyle = colour;
        context.lineWidth = 1.4;
        context.stroke();
      }
      turn = end;
    }
    if (silent) {
      context.save();
      disc(radius);
      context.clip();
      context.scale(2, 2);
      hatch(context, theme.neutral);
      context.restore();
    }
    disc(radius - CELL_RING);
    context.fillStyle = theme.paper;
    context.fill();
    for (const r of silent ? [radius] : [radius, radius - CELL_RING]) {
      disc(r);
      context.strokeStyle = silent ? theme.quiet : theme.edge;
      context.lineWidth = 0.8;
      context.stroke();
    }
  }

  /** Marks painted once per look, colours, theme and pixel ratio. */
  class SpriteCache {
    constructor() {
      this.sprites = new Map();
      this.theme = this.colours = null;
      this.ratio = 0;
    }

    /** Forget what was painted for other circumstances, and what is too much to keep. */
    prepare(colours, theme, ratio) {
      if (theme === this.theme && ratio === this.ratio && colours === this.colours && this.sprites.size < MOST_SPRITES) return;
      this.sprites.clear();
      Object.assign(this, { theme, ratio, colours });
    }

    /** @param code a look as a number  @param decode makes it a look */
    get(code, decode) {
      let sprite = this.sprites.get(code);
      if (!sprite) {
        const { canvas, context } = canvasOf(SPRITE, this.ratio);
        paintMark(context, decode(code, this.colours), this.theme);
        this.sprites.set(code, sprite = canvas);
      }
      return sprite;
    }

    /** Put the mark of a look on a canvas, about a point. */
    stamp(context, code, decode, x, y) {
      context.drawImage(this.get(code, decode), x - SPRITE / 2, y - SPRITE / 2, SPRITE, SPRITE);
    }

    /** Put the mark of a cell on a canvas, about a point. */
    stampCell(context, cell, x, y) {
      const side = 2 * cell.radius + CELL_ROOM;
      context.drawImage(this.ofCell(cell), x - side / 2, y - side / 2, side, side);
    }

    /** @param cell as paintCell reads it, its shares in some few steps */
    ofCell(cell) {
      const shares = cell.shares.map(({ colour, hollow, share }) => `${colour}${hollow ? "o" : ""}${share.toFixed(3)}`);
      const key = `${cell.radius}|${cell.silent}|${cell.disputed}|${shares.join()}`;
      let sprite = this.sprites.get(key);
      if (!sprite) {
        const { canvas, context } = canvasOf(2 * cell.radius + CELL_ROOM, this.ratio);
        paintCell(context, cell, this.theme);
        this.sprites.set(key, sprite = canvas);
      }
      return sprite;
    }
  }

  /** A canvas element that shows one look, for legends and cards; it says nothing to a screen reader. */
  function markElement(look, theme) {
    const ratio = Math.max(2, window.devicePixelRatio || 1);
    const { canvas, context } = canvasOf(SPRITE, ratio);
    canvas.className = "mv-mark";
    canvas.setAttribute("aria-hidden", "true");
    paintMark(context, look, theme);
    return canvas;
  }

  /** A canvas element that shows the mark of a cell, for the legend. */
  function cellElement(cell, theme) {
    const ratio = Math.max(2, window.devicePixelRatio || 1);
    const { canvas, context } = canvasOf(2 * cell.radius + CELL_ROOM, ratio);
    canvas.className = "mv-mark";
    canvas.setAttribute("aria-hidden", "true");
    paintCell(context, cell, theme);
    context.fillStyle = THEMES[theme].ink;
    context.font = CELL_FONT;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(cell.text, 0, 0.5);
    return canvas;
  }

  root.MapViewMarks = {
    RADIUS, RING_RADIUS, CELL_ROOM, CELL_FONT, SHAPES, THEMES, shapeOf, SpriteCache, paintMark, paintCell, markElement,
    cellElement,
  };
})(globalThis);
