/* Which claims of an HTML snapshot the reader asks for, and how many there are of each value.

As mapview/domain/filtering.py: of each facet a claim has one value, and passes each facet of which values are wanted. A
status hangs on the view: it is judged among the claims that pass all else, by an engine of its own.
*/
(function (root) {
  "use strict";

  const { ClaimEngine, STATUSES } = root.MapViewEngine;
  const { isolated } = root.MapViewWords;

  // In the order in which str(Filter) in mapview/domain/filters.py says them; it knows no status.
  const WRITTEN = ["sources", "publishers", "topics", "modalities", "certainties", "languages", "place_kinds", "status"];
  const FACETS = ["topics", "status", "publishers", "sources", "modalities", "certainties", "languages", "place_kinds"];

  function bitsOf(base64) {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  }

  function has(bits, row) {
    return (bits[row >> 3] >> (row & 7)) & 1;
  }

  /** The facets: {name, values: [{key, label}], codes: value of each row}; that of the status has no codes. */
  function facetsOf(page) {
    const { meta, engine } = page;
    const { columns } = engine;
    const { texts, sources, kinds } = meta;
    const named = (name, keys, prefix) => ({ name, values: keys.map((key) => ({ key, label: texts[`${prefix}${key}`] })) });
    const ofSources = (name, keyOf, labelOf) => {
      const keys = [...new Set(sources.map(keyOf))];
      const codes = sources.map((source) => keys.indexOf(keyOf(source)));
      const values = keys.map((key) => ({ key, label: labelOf(sources.find((source) => keyOf(source) === key)) }));
      return { name, values, codes: Uint16Array.from(columns.source, (source) => codes[source]) };
    };
    const languages = new Intl.DisplayNames([meta.lang], { type: "language", fallback: "code" });
    const languageOf = (code) => {
      try {
        return languages.of(code);
      } catch {
        return code; // not a language tag
      }
    };
    return [
      { name: "topics", values: meta.topics.map(({ id, names }) => ({ key: id, label: names[meta.lang] })), codes: columns.topic },
      named("status", [...STATUSES].reverse().slice(0, -1), "status_"),
      ofSources("publishers", (source) => source.publisherKey, (source) => source.publisher || texts.no_publisher),
      ofSources("sources", (source) => source.id, (source) => [source.title, source.published || texts.undated].map(isolated).join(" · ")),
      { ...named("modalities", meta.modalities, "modality_"), codes: columns.modality },
      { ...named("certainties", meta.certainties, "certainty_"), codes: columns.certainty },
      ofSources("languages", (source) => source.language, (source) => languageOf(source.language)),
      { ...named("place_kinds", kinds, "kind_"), codes: Uint8Array.from(columns.place, (place) => columns.place_kind[place]) },
    ];
  }

  class FilterState {
    /** @param table folds and finds words (claim_table.js) */
    constructor(page, table) {
      this.page = page;
      this.table = table;
      this.facets = facetsOf(page);
      this.wanted = Object.fromEntries(FACETS.map((name) => [name, new Set()]));
      this.text = "";
      this.area = null; // {id, name, corners, inside: bits}
      this.judge = null;
      this.base = null;
      this.holds = null;
      this._asked = [];
      this.changed = new Set(); // called after each change
    }

    /** The values that a facet has. */
    valuesOf(name) {
      return new Set(this.facets.find((facet) => facet.name === name).values.map(({ key }) => key));
    }

    /** How many facets, text and area narrow the view. */
    get active() {
      return FACETS.filter((name) => this.wanted[name].size).length + (this.text ? 1 : 0) + (this.area ? 1 : 0);
    }

    /** What is asked for, as --filter takes it; the area by its name. */
    get words() {
      const names = { modalities: "modality", certainties: "certainty", place_kinds: "place-kind", status: "status" };
      const quoted = (value) => (/^[^\s",;](?:[^",;]*[^\s",;])?$/.test(value) ? value : `"${value.replaceAll('"', '""')}"`);
      const parts = WRITTEN.filter((name) => this.wanted[name].size)
        .map((name) => `${names[name] || name.slice(0, -1)}=${[...this.wanted[name]].map(quoted).join(",")}`);
      if (this.area) parts.push(`area=${quoted(this.area.name)}`);
      if (this.text) parts.push(`text=${quoted(this.text)}`);
      return parts.join("; ");
    }

    /** Ask for other things: facets by name as lists of keys, text, area; what is absent is not asked for. */
    async set(wanted) {
      for (const { name } of this.facets) {
        const keys = this.valuesOf(name);
        this.wanted[name] = new Set((wanted[name] || []).filter((key) => keys.has(key)));
      }
      this.text = wanted.text || "";
      this.area = wanted.area || null;
      await this.apply();
    }

    async toggle(name, key, isWanted) {
      if (isWanted) this.wanted[name].add(key);
      else this.wanted[name].delete(key);
      await this.apply();
    }

    async search(text) {
      this.text = text;
      await this.apply();
    }

    async apply() {
      const words = this.table.fold(this.text).split(" ").filter(Boolean);
      const haystack = words.length ? await this.table.haystack() : null;
      this._prepare();
      this.holds = haystack && ((row) => words.every((word) => haystack(row).includes(word)));
      const { rowCount } = this.page.engine;
      const isNarrowed = this._asked.length || this.area || this.holds;
      this.base = isNarrowed ? new Uint8Array((rowCount + 7) >> 3) : null;
      for (let row = 0; isNarrowed && row < rowCount; row++) {
        if (this._passes(row)) this.base[row >> 3] |= 1 << (row & 7);
      }
      const statuses = this.wanted.status;
      this.page.setPassing(this.base, statuses.size ? this._narrower(statuses) : null);
      this.page.area.show(this.area ? this.area.corners : null);
      for (const callback of this.changed) callback();
    }

    /* Which facets are asked about, and whether each of their values is wanted. */
    _prepare() {
      this._asked = this.facets
        .filter(({ name, codes }) => codes && this.wanted[name].size)
        .map(({ name, values, codes }) => ({ name, codes, wanted: Uint8Array.from(values, ({ key }) => (this.wanted[name].has(key) ? 1 : 0)) }));
    }

    _passes(row) {
      for (const { codes, wanted } of this._asked) if (!wanted[codes[row]]) return false;
      return this._isElsewise(row);
    }

    _isElsewise(row) {
      return (!this.area || has(this.area.inside, row)) && (!this.holds || this.holds(row));
    }

    /* Returns, for a view, the claims that pass all else and whose place and topic have a status that is wanted. */
    _narrower(statuses) {
      const { engine } = this.page;
      if (!this.judge) this.judge = new ClaimEngine(engine.columns, engine.placeCount, engine.topicCount);
      const { judge, base } = this;
      judge.setFilter(base, null);
      const wanted = Uint8Array.from(STATUSES, (status) => (statuses.has(status) ? 1 : 0));
      const bits = new Uint8Array((engine.rowCount + 7) >> 3);
      return (first, last, known) => {
        judge.setView(first, last, known);
        bits.fill(0);
        for (let row = 0; row < engine.rowCount; row++) {
          if (wanted[judge.groupStatus[judge.groupOf[row]]] && (!base || has(base, row))) bits[row >> 3] |= 1 << (row & 7);
        }
        return bits;
      };
    }

    /** Claims in force and known by their values, among those that pass all else: {facet: [count by value]}. */
    counts() {
      const { engine } = this.page;
      const found = Object.fromEntries(this.facets.map(({ name, values }) => [name, new Uint32Array(values.length)]));
      const judge = this.wanted.status.size ? this.judge : engine;
      const statusAt = new Map(this.facets.find(({ name }) => name === "status").values.map(({ key }, i) => [key, i]));
      const coded = this.facets.filter(({ codes }) => codes);
      for (let row = 0; row < engine.rowCount; row++) {
        if (!engine.isThere(row) || !this._isElsewise(row)) continue;
        let failed = null;
        let fails = 0;
        for (const { name, codes, wanted } of this._asked) {
          if (wanted[codes[row]]) continue;
          fails++;
          failed = name;
        }
        if (fails > 1) continue;
        const status = STATUSES[judge.groupStatus[judge.groupOf[row]]];
        const isStatus = !this.wanted.status.size || this.wanted.status.has(status);
        if (fails === 0) found.status[statusAt.get(status)]++;
        for (const { name, codes } of coded) if (isStatus && (fails === 0 || name === failed)) found[name][codes[row]]++;
      }
      return found;
    }

    /** How many claims do not pass, whatever their time; a status hangs on the time and takes none away. */
    leftOut() {
      const { rowCount } = this.page.engine;
      let passing = 0;
      for (let row = 0; row < rowCount; row++) if (!this.base || has(this.base, row)) passing++;
      return rowCount - passing;
    }

    /** How many claims are shown. */
    shown() {
      return this.page.engine.groupShown.reduce((sum, count) => sum + count, 0);
    }
  }

  root.MapViewFilterState = { FilterState, FACETS, bitsOf };
})(globalThis);
