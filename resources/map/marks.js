/* What a mark looks like: one drawing used by the map, by the legend and by the cards, so that they cannot differ.

A look is {shape, slices, hatched, faint, disputed, superseded}; slices are {colour, hollow}, at most three.
Colour carries the value, and so do shape and hatching carry theirs without it.
*/
(function (root) {
  "use strict";

  const RADIUS = 9; // of the shape's circumscribed circle, CSS pixels
  const RING_RADIUS = 13;
  const SPRITE = 36; // side of the square that holds a mark with its ring

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

  function paintSlice(context, shape, slice, theme) {
    if (slice.hollow) {
      context.fillStyle = theme.paper;
      context.fill();
      outline(context, shape, RADIUS);
      context.strokeStyle = slice.colour;
      context.lineWidth = 7; // half of it falls outside and is clipped away
      context.stroke();
    } else {
      context.fillStyle = slice.colour;
      context.fill();
    }
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
    } else if (slices.length < 2) {
      paintSlice(context, shape, slices[0] || { colour: theme.neutral, hollow: false }, theme);
    } else {
      slices.forEach((slice, index) => {
        context.save();
        sector(context, index, slices.length);
        context.clip();
        outline(context, shape, RADIUS);
        paintSlice(context, shape, slice, theme);
        context.restore();
      });
    }
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
    context.globalAlpha = look.faint ? 0.42 : 1;
    paintFill(context, look, theme);
    context.globalAlpha = look.faint ? 0.75 : 1;
    outline(context, look.shape, RADIUS);
    context.strokeStyle = look.hatched ? theme.quiet : theme.edge;
    context.lineWidth = look.hatched ? 1 : 1.2;
    if (look.superseded) context.setLineDash([2.4, 2]);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
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

  function keyOf(look) {
    const slices = look.slices.map((slice) => slice.colour + (slice.hollow ? "o" : "")).join(",");
    const bits = (look.hatched ? 1 : 0) + (look.faint ? 2 : 0) + (look.disputed ? 4 : 0) + (look.superseded ? 8 : 0);
    return `${look.shape}|${slices}|${bits}`;
  }

  /** Marks painted once per look, theme and pixel ratio. */
  class SpriteCache {
    constructor() {
      this.sprites = new Map();
      this.theme = null;
      this.ratio = 0;
    }

    get(look, theme, ratio) {
      if (theme !== this.theme || ratio !== this.ratio) {
        this.sprites.clear();
        this.theme = theme;
        this.ratio = ratio;
      }
      const key = keyOf(look);
      let sprite = this.sprites.get(key);
      if (!sprite) {
        sprite = document.createElement("canvas");
        sprite.width = sprite.height = Math.ceil(SPRITE * ratio);
        const context = sprite.getContext("2d");
        context.scale(ratio, ratio);
        context.translate(SPRITE / 2, SPRITE / 2);
        paintMark(context, look, theme);
        this.sprites.set(key, sprite);
      }
      return sprite;
    }
  }

  /** A canvas element that shows one look, for legends and cards; it says nothing to a screen reader. */
  function markElement(look, theme) {
    const ratio = Math.max(2, window.devicePixelRatio || 1);
    const canvas = document.createElement("canvas");
    canvas.className = "mv-mark";
    canvas.setAttribute("aria-hidden", "true");
    canvas.width = canvas.height = SPRITE * ratio;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.translate(SPRITE / 2, SPRITE / 2);
    paintMark(context, look, theme);
    return canvas;
  }

  root.MapViewMarks = {
    RADIUS, RING_RADIUS, SPRITE, SHAPES, THEMES, shapeOf, paintMark, keyOf, SpriteCache, markElement,
  };
})(globalThis);
