/* What the claims in force make of a place's mark: its look, as marks.js paints it. */
(function (root) {
  "use strict";

  const { DISPUTED, FLAG_DENIED, FLAG_PLANNED } = root.MapViewEngine;

  const MAX_SLICES = 3;
  const MAX_CATEGORIES = 256;

  const solid = new Uint32Array(MAX_CATEGORIES);
  const planned = new Uint32Array(MAX_CATEGORIES);
  const overtaken = new Uint32Array(MAX_CATEGORIES);

  /** The look of a place whose chosen topic is a group of the engine (or -1). */
  function lookOf(engine, place, group, shape, colours) {
    const look = { shape, slices: [], hatched: false, faint: false, disputed: false, superseded: false };
    const shown = engine.placeShown[place];
    if (shown === 0) {
      look.hatched = true;
      return look;
    }
    look.disputed = engine.placeStatus[place] === DISPUTED;
    // Of a mark with a colour, the dates of the claims that give it count; of a grey one, those of all its claims.
    if (group < 0 || engine.groupShown[group] === 0) {
      look.faint = engine.placeUncertain[place] === shown;
      return look;
    }
    look.faint = engine.groupUncertain[group] === engine.groupShown[group];
    countCategories(engine, group, colours.length);
    look.slices = slicesOf(colours, solid, planned);
    if (look.slices.length === 0) {
      look.slices = slicesOf(colours, null, overtaken);
      look.superseded = look.slices.length > 0;
    }
    return look;
  }

  function countCategories(engine, group, count) {
    const { category, flags } = engine.columns;
    solid.fill(0, 0, count);
    planned.fill(0, 0, count);
    overtaken.fill(0, 0, count);
    for (let row = engine.groupStart[group]; row < engine.groupStart[group + 1]; row++) {
      if (!engine.isShown(row) || flags[row] & FLAG_DENIED) continue;
      if (!(flags[row] & FLAG_PLANNED)) solid[category[row]]++;
      else if (engine.isSuperseded(row)) overtaken[category[row]]++;
      else planned[category[row]]++;
    }
  }

  /** The most claimed categories in the order of the legend; hollow where a value is only planned. */
  function slicesOf(colours, firm, plans) {
    const found = [];
    for (let c = 0; c < colours.length; c++) {
      const claims = (firm ? firm[c] : 0) + plans[c];
      if (claims) found.push({ c, claims, colour: colours[c], hollow: !(firm && firm[c]) });
    }
    found.sort((a, b) => b.claims - a.claims || a.c - b.c);
    return found.slice(0, MAX_SLICES).sort((a, b) => a.c - b.c);
  }

  root.MapViewLooks = { lookOf };
})(globalThis);
