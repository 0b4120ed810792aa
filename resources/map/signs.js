/* Which signs a view shows, for the legend. */
(function (root) {
  "use strict";

  const { decode } = root.MapViewLooks;

  function addLook(found, look) {
    found.shapes.add(look.shape);
    for (const slice of look.slices) {
      found.categories.add(slice.c);
      if (slice.hollow && !look.superseded) found.names.add("planned");
      if (slice.announced) found.names.add("announced");
    }
    if (look.slices.length > 1) found.names.add("several");
    if (!look.hatched && look.slices.length === 0) found.names.add("other");
    if (look.faint) found.names.add(look.start && look.end ? "faint" : look.start ? "start" : "end");
    for (const name of ["hatched", "disputed", "superseded", "stale"]) if (look[name]) found.names.add(name);
  }

  function addCell(found, cells, c) {
    found.names.add("cell");
    if (cells.speaking[c] === 0) found.names.add("hatched");
    if (cells.disputed[c] > 0) found.names.add("disputed");
    for (const { category, hollow } of cells.sharesOf(c)) {
      if (category < 0) found.names.add("other");
      else found.categories.add(category);
      if (hollow) found.names.add("planned");
    }
  }

  /**
   * @param marks places with a mark in view  @param cells cells in view  @param layout their Arrangement
   * @param numberOf returns a place's look as a number
   * @returns {categories, shapes, names}: Sets of numbers, of names of shapes and of signs
   */
  function signsOf(marks, cells, layout, numberOf) {
    const found = { categories: new Set(), shapes: new Set(), names: new Set() };
    for (const code of new Set(marks.map(numberOf))) addLook(found, decode(code, []));
    for (const c of cells) addCell(found, layout.cells, c);
    return found;
  }

  root.MapViewSigns = { signsOf };
})(globalThis);
