/* The claims that a page carries as CSV and GeoJSON (mapview/render/packed_table.py): searched, and saved as far as shown.

Row i of the table, and feature i, are row i of the columns. Of each, only the status and the contradicting claims hang on
the view: they are the engine's; all else is as the program wrote it.
*/
(function (root) {
  "use strict";

  const { STATUSES } = root.MapViewEngine;
  const { unpack, lineReader } = root.MapViewPacked;
  const { iso } = root.MapViewWords;
  const { folder } = root.MapViewFold;

  const SEARCHED = ["statement_en", "statement_ar", "cue", "note"]; // as words_of in mapview/domain/filtering.py
  /* A cell as Python's csv module writes it: in quotation marks where it must be. */
  function cell(text) {
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  const READERS = {
    words: (text) => text,
    text: (text) => text || null,
    number: (text) => (text === "" ? null : Number(text)),
    flag: (text) => (text === "" ? null : text === "True"),
  };

  /** What a column of GeoJSON holds in a row; undefined if it holds nothing there. @param cellsOf returns a column of the CSV */
  function valueOf(column, row, cellsOf) {
    if (column.like !== undefined) return READERS[column.as](cellsOf(column.like)[row]);
    const value = column.values[row];
    return value !== null && value.absent === true ? undefined : value;
  }

  function objectOf(named, row, cellsOf) {
    const found = {};
    for (const [name, column] of Object.entries(named)) {
      const value = valueOf(column, row, cellsOf);
      if (value !== undefined) found[name] = value;
    }
    return found;
  }

  class ClaimTable {
    /** @param page  @param idOf returns the id of a row's claim */
    constructor(page, idOf) {
      this.page = page;
      this.idOf = idOf;
      this.fold = folder(page.meta.letters);
    }

    /* The first line says what there is, each of the others is a column of the CSV: only those that are asked for are read. */
    async _read() {
      if (!this.table) {
        const line = lineReader(await unpack("mapview-table"));
        this.table = line(0);
        const read = [];
        this.cellsOf = (column) => {
          if (!read[column]) read[column] = line(column + 1);
          return read[column];
        };
      }
      return this.table;
    }

    /** The words in which a row is searched, folded; resolves once, with a function of the row. */
    async haystack() {
      const { names } = await this._read();
      if (!this.folded) {
        const searched = SEARCHED.map((name) => this.cellsOf(names.indexOf(name)));
        this.folded = searched[0].map((_, row) => this.fold(searched.map((column) => column[row]).join(" ")));
      }
      return (row) => this.folded[row];
    }

    _every() {
      return Array.from({ length: this.page.engine.rowCount }, (_, row) => row);
    }

    _shown() {
      return this._every().filter((row) => this.page.engine.isShown(row));
    }

    _status(row) {
      const { engine } = this.page;
      return STATUSES[engine.groupStatus[engine.groupOf[row]]];
    }

    _against(row) {
      return this.page.engine.conflictsOf(row).map((other) => this.idOf(other)).sort();
    }

    /** The claims that are shown, as CSV. */
    async csv() {
      const { names } = await this._read();
      const [status, against] = [names.indexOf("status"), names.indexOf("conflicts_with")];
      return this._lines(this._shown(), (fields, row) => {
        fields[status] = this._status(row);
        fields[against] = this._against(row).join(" ");
      });
    }

    _lines(rows, adapt) {
      const { names } = this.table;
      const columns = names.map((_, column) => this.cellsOf(column));
      const lines = rows.map((row) => {
        const fields = columns.map((column) => column[row]);
        adapt(fields, row);
        return fields.map(cell).join(",");
      });
      return [names.map(cell).join(","), ...lines, ""].join("\r\n");
    }

    /** The claims that are shown, as GeoJSON. @param filters what the claims are narrowed to (filter_state.js) */
    async geojson(filters) {
      const { rest } = await this._read();
      const shown = this._shown();
      const features = this._features(shown, (feature, row) => {
        Object.assign(feature.properties, { status: this._status(row), conflicts_with: this._against(row) });
      });
      const { bbox, notes, ...members } = rest;
      const [lons, lats] = [0, 1].map((axis) => features.map((feature) => feature.geometry.coordinates[axis]));
      const least = (numbers) => numbers.reduce((found, one) => Math.min(found, one), Infinity);
      const most = (numbers) => numbers.reduce((found, one) => Math.max(found, one), -Infinity);
      const box = features.length ? { bbox: [least(lons), least(lats), most(lons), most(lats)] } : {};
      const isWhole = shown.length === this.page.engine.rowCount;
      const said = [this._described(filters), ...(isWhole ? notes.slice(1) : [])];
      return JSON.stringify({ ...members, ...box, notes: said, features });
    }

    _features(rows, adapt) {
      const { members, properties } = this.table;
      const { cellsOf } = this;
      return rows.map((row) => {
        const feature = { ...objectOf(members, row, cellsOf), properties: objectOf(properties, row, cellsOf) };
        adapt(feature, row);
        return feature;
      });
    }

    /** All claims of the page, as the program wrote them. @param kind "csv" or "geojson" */
    async whole(kind) {
      const { rest } = await this._read();
      if (kind === "csv") return this._lines(this._every(), () => {});
      return JSON.stringify({ ...rest, features: this._features(this._every(), () => {}) });
    }

    /* The sentence of described in mapview/domain/export_notes.py. */
    _described(filters) {
      const { days: [first, last], knownTime, meta, engine } = this.page;
      let when = "at any time";
      if (first !== null) when = first === last ? `on ${iso(first)}` : `on any day from ${iso(first)} to ${iso(last)}`;
      const by = knownTime === null ? "by all sources" : `by sources known on ${iso(Math.floor(knownTime / 86400000))}`;
      const { about } = meta;
      const wanted = [about.filter, filters.words].filter(Boolean).join("; ");
      const counts = `${about.leftOutCount + filters.leftOut()} of ${about.leftOutCount + engine.rowCount}`;
      const filtered = wanted ? ` Filtered by ${wanted}: ${counts} claims are left out.` : "";
      return `${meta.title.en}: claims in force ${when}, ${by}.${filtered}`;
    }
  }

  root.MapViewClaimTable = { ClaimTable };
})(globalThis);
