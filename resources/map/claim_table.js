/* The claims that a page carries as CSV and GeoJSON (mapview/evidence_pack.py): searched in, and saved as far as shown.

Row i of the table, and feature i, are row i of the columns. Of each, only the status and the contradicting claims hang on
the view: they are the engine's; all else is as the program wrote it.
*/
(function (root) {
  "use strict";

  const { STATUSES } = root.MapViewEngine;
  const { unpack } = root.MapViewPacked;
  const { iso } = root.MapViewWords;

  const SEARCHED = ["statement_en", "statement_ar", "cue", "note"]; // as words_of in mapview/domain/filtering.py
  const ARABIC = {
    "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ء": "", "ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ۍ": "ي", "ے": "ي", "ک": "ك",
    "ڪ": "ك", "گ": "ك", "ڭ": "ك", "چ": "ج", "پ": "ب", "ژ": "ز", "ڤ": "ف", "ۆ": "و", "ۇ": "و", "ۋ": "و", "ۈ": "و", "ڵ": "ل",
    "ڕ": "ر", "ڒ": "ر", "ە": "ه", "ھ": "ه", "ہ": "ه", "ں": "ن", "ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ـ": "", "ʿ": "", "ʾ": "",
    "ʻ": "", "ʼ": "", "‘": "", "’": "", "'": "", "`": "", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe",
  };
  const LETTERS = new RegExp(`[${Object.keys(ARABIC).join("")}]`, "g");

  /** Spellings of a word made comparable, as mapview/gazetteer/normalise.py does for Arabic and Latin letters. */
  function fold(text) {
    return text.toLowerCase().normalize("NFKD")
      .replace(/[\p{Mn}\p{Cf}\p{Sk}]/gu, "")
      .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
      .replace(LETTERS, (letter) => ARABIC[letter])
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  /** The lines of a CSV file as lists of fields as they are written, quotation marks included. */
  function rawFields(text) {
    const lines = [];
    let fields = [];
    let start = 0;
    let quoted = false;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 34) quoted = !quoted;
      if (quoted || (code !== 44 && code !== 13)) continue;
      fields.push(text.slice(start, at));
      if (code === 13) {
        lines.push(fields);
        fields = [];
        at++;
      }
      start = at + 1;
    }
    return lines;
  }

  function plain(field) {
    return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
  }

  class ClaimTable {
    /** @param page  @param idOf returns the id of a row's claim */
    constructor(page, idOf) {
      this.page = page;
      this.idOf = idOf;
    }

    async _read() {
      if (!this.text) {
        this.text = new TextDecoder().decode(await unpack("mapview-csv"));
        [this.header, ...this.rows] = rawFields(this.text);
      }
      return this;
    }

    /** The words in which a row is searched, folded; resolves once, with a function of the row. */
    async haystack() {
      await this._read();
      if (!this.folded) {
        const at = SEARCHED.map((name) => this.header.indexOf(name));
        this.folded = this.rows.map((fields) => fold(at.map((column) => plain(fields[column])).join(" ")));
      }
      return (row) => this.folded[row];
    }

    _shown() {
      const { engine } = this.page;
      return Array.from({ length: engine.rowCount }, (_, row) => row).filter((row) => engine.isShown(row));
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
      await this._read();
      const [status, against] = [this.header.indexOf("status"), this.header.indexOf("conflicts_with")];
      const lines = this._shown().map((row) => {
        const fields = [...this.rows[row]];
        fields[status] = this._status(row);
        fields[against] = this._against(row).join(" ");
        return fields.join(",");
      });
      return [this.header.join(","), ...lines, ""].join("\r\n");
    }

    /** The claims that are shown, as GeoJSON. @param narrowed what the filters ask for, in words; empty for nothing */
    async geojson(narrowed) {
      const whole = JSON.parse(new TextDecoder().decode(await unpack("mapview-geojson")));
      const shown = this._shown();
      const features = shown.map((row) => {
        const feature = whole.features[row];
        Object.assign(feature.properties, { status: this._status(row), conflicts_with: this._against(row) });
        return feature;
      });
      const { bbox, notes, features: every, ...rest } = whole;
      const [lons, lats] = [0, 1].map((axis) => features.map((feature) => feature.geometry.coordinates[axis]));
      const least = (numbers) => numbers.reduce((found, one) => Math.min(found, one), Infinity);
      const most = (numbers) => numbers.reduce((found, one) => Math.max(found, one), -Infinity);
      const box = features.length ? { bbox: [least(lons), least(lats), most(lons), most(lats)] } : {};
      const said = [this._described(), ...(narrowed ? [narrowed] : []), ...(shown.length === every.length ? notes.slice(1) : [])];
      return JSON.stringify({ ...rest, ...box, notes: said, features });
    }

    /** A file as the program wrote it. */
    async whole(name) {
      return unpack(`mapview-${name}`);
    }

    /* The sentence of described in mapview/domain/export_notes.py. */
    _described() {
      const { days: [first, last], knownTime, meta } = this.page;
      let when = "at any time";
      if (first !== null) when = first === last ? `on ${iso(first)}` : `on any day from ${iso(first)} to ${iso(last)}`;
      const by = knownTime === null ? "by all sources" : `by sources known on ${iso(Math.floor(knownTime / 86400000))}`;
      return `${meta.title.en}: claims in force ${when}, ${by}.`;
    }
  }

  root.MapViewClaimTable = { ClaimTable, fold };
})(globalThis);
