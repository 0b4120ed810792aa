/* The legend: what the colours, shapes and signs on this map mean, built as text and painted marks.

Its entries are those that the data can produce, so that nothing jumps while time moves; what is not on the screen
now is dimmed. A picture keeps only what it shows.
*/
(function (root) {
  "use strict";

  const { SHAPES, THEMES, cellElement, markElement } = root.MapViewMarks;
  const SIGNS = ["planned", "announced", "several", "superseded", "other", "disputed", "faint", "start", "end", "stale", "hatched"];

  const FEW = 300; // places, which no screen is too small for (arrangement.js)

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function textElement(name, className, text) {
    const made = element(name, className, text);
    made.dir = "auto";
    return made;
  }

  function look(shape, slices, sign) {
    const isOneEnd = sign === "start" || sign === "end";
    return {
      shape, slices, hatched: sign === "hatched", faint: sign === "faint" || isOneEnd, disputed: sign === "disputed",
      superseded: sign === "superseded", fade: 2, stale: sign === "stale" ? 3 : 0, start: sign !== "end", end: sign !== "start",
    };
  }

  /** The look that stands for a sign, on a circle. */
  function sampleOf(sign, colours, theme) {
    const first = colours[0] || THEMES[theme].neutral;
    const second = colours[1] || THEMES[theme].neutral;
    switch (sign) {
      case "planned": return look("circle", [{ c: 0, colour: first, hollow: true }]);
      case "announced": return look("circle", [{ c: 0, colour: first, announced: true }]);
      case "superseded": return look("circle", [{ c: 0, colour: first, hollow: true }], sign);
      case "several": return look("circle", [{ c: 0, colour: first, hollow: false }, { c: 1, colour: second, hollow: false }]);
      case "other": return look("circle", []);
      case "hatched": return look("circle", [], sign);
      default: return look("circle", [{ c: 0, colour: first, hollow: false }], sign);
    }
  }

  class Legend {
    /**
     * @param container where the entries go
     * @param startsOpen whether signs and kinds are unfolded at first  @param isFlat whether nothing folds (a picture)
     */
    constructor(container, startsOpen, isFlat) {
      this.container = container;
      this.startsOpen = startsOpen;
      this.isFlat = isFlat;
      this.entries = [];
    }

    /** Build the entries of a topic. @param shapes of the places, by number  @param possible {names}: signs that the data can produce */
    build(meta, shapes, topic, theme, possible) {
      const more = this._more(meta.texts.signs_and_kinds);
      this.container.replaceChildren();
      this.entries = [];
      const { texts, lang } = meta;
      const chosen = meta.topics[topic];
      const colours = chosen.categories.map((category) => category.colour);
      const values = this._section(chosen.names[lang], this.container);
      chosen.categories.forEach((category, index) => {
        const mark = markElement(look("circle", [{ c: index, colour: category.colour, hollow: false }]), theme);
        this._entry(values, mark, category.label[lang], (seen) => seen.categories.has(index));
      });
      const signs = this._section(texts.signs, more);
      for (const sign of SIGNS) {
        if (!possible.has(sign)) continue;
        const mark = markElement(sampleOf(sign, colours, theme), theme);
        this._entry(signs, mark, texts[`sign_${sign}`], (seen) => seen.names.has(sign));
      }
      if (possible.has("cell")) {
        const shares = [...colours.slice(0, 2), THEMES[theme].neutral].map((colour) => ({ colour, hollow: false, share: 0.33 }));
        const sample = cellElement({ radius: 14, shares, silent: false, disputed: false, text: texts.digits[9] }, theme);
        this._entry(signs, sample, texts.sign_cell, (seen) => seen.names.has("cell"));
      }
      const circle = element("span", "mv-sample-circle");
      this._entry(signs, circle, texts.sign_precision, (seen) => seen.names.has("precision"));
      if (possible.has("moved")) {
        this._entry(signs, element("span", "mv-sample-leader"), texts.sign_moved, (seen) => seen.names.has("moved"));
      }
      if (this.isFlat) {
        this._entry(signs, element("span", "mv-sample-ring"), texts.sign_selected, (seen) => seen.names.has("selected"));
      }
      this._entry(signs, element("span", "mv-sample-area"), texts.sign_area, (seen) => seen.names.has("area"), true);
      const kinds = this._section(texts.kinds, more);
      SHAPES.forEach((shape, s) => {
        if (!shapes.includes(s)) return;
        const mark = markElement(look(shape, [{ c: 0, colour: THEMES[theme].neutral, hollow: false }]), theme);
        this._entry(kinds, mark, texts[`shape_${shape}`], (seen) => seen.shapes.has(shape));
      });
      this.container.append(more);
    }

    /** What holds signs and kinds: a part that folds, or in a picture the container itself. */
    _more(title) {
      if (this.isFlat) return document.createDocumentFragment();
      const before = this.container.querySelector("details");
      const more = element("details", "mv-legend-more");
      more.open = before ? before.open : this.startsOpen;
      more.append(textElement("summary", "", title));
      return more;
    }

    _section(title, parent) {
      const section = element("section", "mv-legend-section");
      section.append(textElement("h3", "", title));
      const list = element("ul", "");
      section.append(list);
      parent.append(section);
      return list;
    }

    /** @param isRare whether to leave it out, not to dim it, where it is not on the screen */
    _entry(list, sample, text, isSeen, isRare = false) {
      const item = element("li", "mv-legend-entry");
      item.append(sample, textElement("span", "mv-legend-text", text));
      list.append(item);
      item.hidden = isRare;
      this.entries.push({ item, isSeen, isRare, seen: !isRare });
    }

    /** Dim what is not on the screen; with strike, leave it out. @param seen the layer's signs() */
    update(seen, strike) {
      for (const entry of this.entries) {
        const now = entry.isSeen(seen);
        if (now === entry.seen) continue;
        entry.seen = now;
        entry.item.classList.toggle("mv-absent", !now);
        if (strike || entry.isRare) entry.item.hidden = !now;
      }
      if (!strike) return;
      for (const section of this.container.querySelectorAll("section")) {
        section.hidden = !section.querySelector("li:not([hidden])");
      }
    }
  }

  function addEnds(names, flags) {
    const { UNCERTAIN_START, UNCERTAIN_END } = root.MapViewLooks;
    if (!(flags & UNCERTAIN_END)) names.add("start");
    else names.add(flags & UNCERTAIN_START ? "faint" : "end");
  }

  /** Signs that some view of the data can show. */
  function possibleSigns(engine, conflicts, flags) {
    const names = new Set(["other", "hatched", "several"]);
    const { columns } = engine;
    for (let row = 0; row < engine.rowCount; row++) {
      if (columns.flags[row] & flags.FLAG_PLANNED) names.add("planned");
      if (columns.flags[row] & flags.FLAG_ANNOUNCED) names.add("announced");
      if (columns.flags[row] & flags.FLAG_UNCERTAIN) addEnds(names, columns.flags[row]);
    }
    if (columns.overtaken_plan.length) names.add("superseded");
    if (conflicts) names.add("disputed");
    // Claims that differ in it give a mark both.
    if (names.has("start") && names.has("end")) names.add("faint");
    names.add("moved").add("stale");
    if (engine.placeCount > FEW) names.add("cell");
    return names;
  }

  root.MapViewLegend = { Legend, possibleSigns, element, textElement };
})(globalThis);
